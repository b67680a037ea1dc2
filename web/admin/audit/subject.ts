import type { useText, TextKey } from '@/i18n'

/** The kinds of things that acts are about, as the filter offers them. */
export const SUBJECTS = ['account', 'authority', 'officer', 'party', 'item', 'power_list', 'pack', 'ledger'] as const

const NAMED = new Set<string>([...SUBJECTS, 'session', 'officers', 'platform'])

/** A kind of thing in the language of the page; an unknown one as it is. */
export const subjectText = (kind: string, { t }: ReturnType<typeof useText>): string =>
  NAMED.has(kind) ? t(`audit.subjects.${kind}` as TextKey) : kind
