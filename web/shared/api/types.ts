/** What `/api/v1` answers, by the names that the desk uses. Generated from docs/api/openapi.json. */
import type { components } from './schema'

type Schemas = components['schemas']

/** The server writes every field: what the description calls optional is there, as null. */
type Written<T> = T extends (infer One)[]
  ? Written<One>[]
  : T extends object
    ? { [K in keyof T]-?: Written<T[K]> }
    : T

/** A schema with some fields said more exactly than the description says them. */
type Exact<Name extends keyof Schemas, Fields = object> = Omit<Written<Schemas[Name]>, keyof Fields> & Fields

export type ItemKind = Schemas['ItemKind']
export type ItemState = Schemas['ItemState']
export type ForceState = Schemas['VersionState']
/** Half-open stretch of a text in UTF-16 code units, as JavaScript counts them. */
export type Stretch = [number, number]

export interface Page<T> {
  rows: T[]
  next: string | null
  total: number | null
}

export type StatuteRow = Exact<'StatuteRow'>
export type VersionRow = Exact<'VersionRow'>
export type Statute = Exact<'StatuteDetail'>
export type CitationSpan = Exact<'CitationSpan'>
export type ParagraphText = Exact<'ParagraphText'>
export type ArticleText = Exact<'ArticleText'>
export type Division = Exact<'DivisionText'>
export type FindingRow = Exact<'FindingRow'>
export type VersionText = Exact<'VersionText'>

export type DiffSegment = Exact<'Segment'>
export type ProvisionChange = Exact<'ProvisionChange'>
export type TouchedItem = Exact<'ItemTouched'>
export type Diff = Exact<'Comparison'>
export type LawChange = Exact<'ChangeRow'>
export type Provision = Exact<'Provision'>

type ItemFields = { highlights: Stretch[] }
export type ItemRow = Exact<'ItemRow', ItemFields>
export type ItemProvision = Exact<'RelatedProvision', { highlights: Stretch[] }>
export type Item = Exact<
  'Item',
  ItemFields & { record: ItemRecord; machine_record: ItemRecord | null; provisions: ItemProvision[] }
>

export type SearchHit = Exact<'Hit', { highlights: Stretch[] }>
export type SearchAnswer = Exact<'SearchResult', { hits: SearchHit[] }>
export type Facet = Exact<'Facet'>
export type Facets = Exact<'Facets'>
export type ImportRow = Exact<'ImportRow'>
export type LibraryStatus = Exact<'Status'>
export type CheckedCitation = Exact<'CheckedCitation'>
export type Verdict = Schemas['Verdict']

export type FineBasis = Schemas['FineBasis']
export type Fine = Exact<'Fine', { cap?: number | null }>
export type MeasureKind = Schemas['MeasureKind']
export type Measure = Exact<'Measure', { fine: Fine | null }>
export type Tier = Exact<'Tier', { measures: Measure[] }>
/** An item as the grammar reads it or a person corrects it: the gold schema. */
export type ItemRecord = Exact<'EnforcementItem', { tiers: Tier[] }>

export type Session = Exact<'SessionView'>
export type Account = Exact<'Account'>
/** Where a role is held. */
export type Place = { kind: 'whole' } | { kind: 'authority' | 'area' | 'officer'; id: string }
export type RoleGrant = Exact<'RoleGrant', { place: Place }>
export type AccountPage = { accounts: Account[]; next: string | null }
export type AccountView = { account: Account; grants: RoleGrant[] }

// Power lists.
export type ListKind = Schemas['ListKind']
export type ListState = Schemas['ListState']
export type ListStep = Schemas['ListStep']
export type PowerKind = Schemas['PowerKind']
export type AuthorityLevel = Schemas['AuthorityLevel']
export type LeniencyKind = Schemas['LeniencyKind']
export type Decision = Schemas['Decision']
export type NewLines = Schemas['NewLines']
export type LineContent = Schemas['LineContent']
export type AuthorityName = Exact<'AuthorityName'>
export type ListVersion = Exact<'ListVersionRow'>
export type ListRow = Exact<'ListRow'>
export type ListEntry = Exact<'ListHistoryEntry'>
export type PowerList = ListRow & { versions: ListVersion[]; history: ListEntry[] }
export type ListLine = Exact<'ListLine', { item: ItemRow; content: LineContent }>
export type LineChange = ListLine & { change: Schemas['LineChangeKind'] }
export type ListComparison = Exact<'ListComparison', { changes: Page<LineChange> }>
export type PowerRow = Exact<'PowerRow', { item: ItemRow }>
export type GapRow = Exact<'GapRow', { item: ItemRow }>
export type OverlapRow = Exact<'OverlapRow', { item: ItemRow }>
export type BasisRow = Exact<'BasisRow', { item: ItemRow; successor: ItemRow | null }>
export type UnusedItems = { cases_are_recorded: boolean; items: Page<ItemRow> }
export type Impact = Exact<'Impact', { packs: [string, string[]][] | null }>
export type ImportedLines = Exact<'ImportedLines'>
export type AuthorityChoice = Pick<Exact<'AuthorityRow'>, 'id' | 'code' | 'name' | 'name_en' | 'level' | 'area'>
