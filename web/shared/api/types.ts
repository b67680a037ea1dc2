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
export type Place = { kind: 'whole' } | { kind: 'authority' | 'area'; id: string }
export type RoleGrant = Exact<'RoleGrant', { place: Place }>
export type AccountPage = { accounts: Account[]; next: string | null }
export type AccountView = { account: Account; grants: RoleGrant[] }
