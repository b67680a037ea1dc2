import type { AuthorityLevel, LeniencyKind, LineContent, ListKind, PowerKind } from '@/api/types'
import type { TextKey } from '@/i18n'
import type { Missing } from '@/use/useSubmit'

export const TESTS = ['easy_to_happen', 'easy_to_find', 'easy_to_judge', 'easy_to_handle'] as const
type Test = (typeof TESTS)[number]

/** What the dialog asks about new lines; each kind of list uses its part. */
export interface Terms {
  kind: PowerKind
  level: AuthorityLevel
  streetClass: string
  tests: Record<Test, { met: boolean; reason: string }>
  entrustedBy: string
  number: string
  decidedOn: string
  document: string
  validFrom: string
  validTo: string
  sector: string
  grade: number
  name: string
  condition: string
  penalty: string
  grants: LeniencyKind
  provision: string
}

const unanswered = () => ({ met: true, reason: '' })

export const emptyTerms = (): Terms => ({
  kind: 'own',
  level: 'city',
  streetClass: '',
  tests: {
    easy_to_happen: unanswered(),
    easy_to_find: unanswered(),
    easy_to_judge: unanswered(),
    easy_to_handle: unanswered(),
  },
  entrustedBy: '',
  number: '',
  decidedOn: '',
  document: '',
  validFrom: '',
  validTo: '',
  sector: '',
  grade: 1,
  name: '',
  condition: '',
  penalty: '',
  grants: 'no_penalty',
  provision: '',
})

export function powerContent(terms: Terms): LineContent {
  const isDelegated = terms.kind === 'delegated'
  const decision = { number: terms.number.trim(), decided_on: terms.decidedOn, document: terms.document.trim() }
  return {
    line: 'power',
    power_kind: terms.kind,
    level: terms.level,
    ...(isDelegated ? { street_class: terms.streetClass.trim(), tests: terms.tests } : {}),
    ...(terms.kind === 'entrusted' ? { entrusted_by: terms.entrustedBy } : {}),
    ...(decision.number && terms.kind !== 'own' ? { decision } : {}),
  }
}

export const gradeContent = ({ sector, grade, name, condition, penalty }: Terms): LineContent => ({
  line: 'benchmark_grade',
  sector: sector.trim(),
  grade,
  name: name.trim(),
  condition: condition.trim(),
  penalty: penalty.trim(),
})

export const entryContent = ({ sector, grants, condition, provision }: Terms): LineContent => ({
  line: 'leniency_entry',
  sector: sector.trim(),
  grants,
  condition: condition.trim(),
  provision: provision.trim(),
})

type Text = (key: TextKey, values?: Record<string, string | number>) => string

/** The fields that are still empty, by the id of their element. */
export function lacking(kind: ListKind, terms: Terms, t: Text): Missing[] {
  const asked: [string, TextKey, string][] =
    kind === 'powers'
      ? powerFields(terms)
      : kind === 'benchmarks'
        ? [
            ['terms-sector', 'lines.sector', terms.sector],
            ['terms-name', 'lines.gradeName', terms.name],
            ['terms-condition', 'lines.condition', terms.condition],
            ['terms-penalty', 'lines.penalty', terms.penalty],
          ]
        : [
            ['terms-sector', 'lines.sector', terms.sector],
            ['terms-condition', 'lines.condition', terms.condition],
            ['terms-provision', 'lines.provision', terms.provision],
          ]
  return asked.filter(([, , value]) => !value.trim()).map(([id, field]) => ({ id, text: t('lines.required', { field: t(field) }) }))
}

function powerFields(terms: Terms): [string, TextKey, string][] {
  if (terms.kind === 'own') return []
  if (terms.kind === 'entrusted')
    return [
      ['terms-by', 'lines.entrustedBy', terms.entrustedBy],
      ['terms-to', 'lines.validTo', terms.validTo],
    ]
  return [
    ['terms-class', 'lines.streetClass', terms.streetClass],
    ...TESTS.map((test): [string, TextKey, string] => [`terms-${test}`, `fourTests.${test}`, terms.tests[test].reason]),
    ['terms-number', 'step.number', terms.number],
    ['terms-decided', 'step.decidedOn', terms.decidedOn],
    ['terms-document', 'step.document', terms.document],
  ]
}
