import type { AuthorityDraft, AuthorityState } from '@/api/register'
import type { useText } from '@/i18n'
import type { Needed } from './useDeed'

/** A new authority before anything is typed; under another one where it is named. */
export const emptyDraft = (like?: Partial<AuthorityState>): AuthorityDraft => ({
  code: '',
  name: '',
  name_en: null,
  kind: like?.kind ?? 'administrative_organ',
  level: like?.level ?? 'street',
  parent: like?.parent ?? null,
  area: like?.area ?? '',
  credit_code: null,
  legal_head: null,
  decision: '',
  published_on: null,
})

/** A draft as it is sent: texts trimmed, what is empty absent. */
export function cleaned<T extends Partial<AuthorityDraft>>(draft: T): T {
  const fields = Object.entries(draft).map(([name, value]) => {
    const text = typeof value === 'string' ? value.trim() : value
    return [name, text === '' ? null : text]
  })
  return Object.fromEntries(fields) as T
}

/** What a new authority needs. */
export const neededOf = (draft: AuthorityDraft, t: ReturnType<typeof useText>['t'], prefix: string): Needed[] => [
  [`${prefix}-code`, t('register.code'), draft.code],
  [`${prefix}-name`, t('register.name'), draft.name],
  [`${prefix}-area`, t('register.area'), draft.area],
  [`${prefix}-decision`, t('register.decision'), draft.decision],
]
