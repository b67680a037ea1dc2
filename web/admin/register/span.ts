import { shiftDay } from '@/text/day'
import type { Span } from '@/api/register'
import type { useText } from '@/i18n'

/** A span with its first and its last day: 2026-01-01 至 2026-12-31; open where it has no end. */
export function spanText({ valid_from, valid_to }: Span, t: ReturnType<typeof useText>['t']): string {
  return valid_to
    ? t('register.span', { from: valid_from, to: shiftDay(valid_to, -1) })
    : t('register.spanOpen', { from: valid_from })
}
