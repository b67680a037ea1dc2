import type { AuthorityName, Decision, LineContent, ListEntry, ListLine } from '@/api/types'
import { ofTwo, type TextKey } from '@/i18n'

type Text = (key: TextKey, values?: Record<string, string | number>) => string

/** The name of an authority in the language of the page. */
export const nameOf = ({ name, name_en }: Pick<AuthorityName, 'name' | 'name_en'>) => ofTwo(name, name_en ?? undefined)

/** What a line says, in a few words. */
export function gist(content: LineContent, t: Text): string {
  switch (content.line) {
    case 'power':
      return [t(`powerKind.${content.power_kind}`), t(`govLevel.${content.level}`), content.street_class].filter(Boolean).join(' · ')
    case 'benchmark_grade':
      return `${content.sector} · ${content.grade} ${content.name}：${content.condition} → ${content.penalty}`
    default:
      return `${content.sector} · ${t(`leniencyKind.${content.grants}`)}：${content.condition}（${content.provision}）`
  }
}

/** The own term of a line, where it has one. */
export const termOf = ({ valid_from, valid_to }: Pick<ListLine, 'valid_from' | 'valid_to'>) =>
  valid_from || valid_to ? `${valid_from ?? ''} – ${valid_to ?? ''}` : ''

/** A decision on one line. */
export const decisionOf = (decision: Decision | null | undefined) =>
  decision ? `${decision.number}（${decision.decided_on}）${decision.document}` : ''

/** The steps by which somebody has drafted a version. */
const DRAFTING = new Set(['open', 'edit', 'submit'])

/** Who drafted a version: account and name of each. */
export function draftersOf(history: ListEntry[], version: number): Map<string, string> {
  const drafted = history.filter((entry) => entry.version === version && DRAFTING.has(entry.step))
  return new Map(drafted.map(({ person, name }) => [person, name]))
}
