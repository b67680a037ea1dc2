/**
 * What `/api/v1` answers, by the names that the desk uses. Generated from docs/api/openapi.json,
 * but for the record of an item, which the description leaves open.
 */
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

export type ItemKind = 'penalty' | 'coercion' | 'inspection' | 'licence'
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
export type ArticleText = Exact<'ArticleText', { items: Exact<'ArticleItem', { kind: ItemKind }>[] }>
export type Division = Exact<'DivisionText'>
export type FindingRow = Exact<'FindingRow'>
export type VersionText = Exact<'VersionText', { articles: ArticleText[] }>

export type DiffSegment = Exact<'Segment'>
export type ProvisionChange = Exact<'ProvisionChange'>
export type TouchedItem = Exact<'ItemTouched'>
export type Diff = Exact<'Comparison'>
export type LawChange = Exact<'ChangeRow'>
export type Provision = Exact<'Provision'>

type ItemFields = { kind: ItemKind; highlights: Stretch[] }
export type ItemRow = Exact<'ItemRow', ItemFields>
export type ItemProvision = Exact<'RelatedProvision', { highlights: Stretch[] }>
export type Item = Exact<
  'Item',
  ItemFields & { record: ItemRecord; machine_record: ItemRecord | null; provisions: ItemProvision[] }
>

export type SearchHit = Exact<'Hit', { kind: ItemKind | null; highlights: Stretch[] }>
export type SearchAnswer = Exact<'SearchResult', { hits: SearchHit[] }>
export type Facet = Exact<'Facet'>
export type Facets = Exact<'Facets'>
export type ImportRow = Exact<'ImportRow'>
export type LibraryStatus = Exact<'Status'>
export type CheckedCitation = Exact<'CheckedCitation'>
export type Verdict = Schemas['Verdict']

export type FineBasis = 'fixed' | 'multiple' | 'percent' | 'per_unit' | 'unspecified'

export interface Fine {
  basis: FineBasis
  base: string | null
  min: number | null
  max: number | null
  unit: string
  inclusive: boolean
  cap?: number | null
}

export interface Measure {
  kind: string
  mandatory: boolean
  alt: boolean
  fine: Fine | null
  ref: string | null
}

export interface Tier {
  condition: string
  target: string
  measures: Measure[]
}

/** An item as the grammar reads it or a person corrects it: the gold schema. */
export interface ItemRecord {
  kind: ItemKind
  article: string
  paragraph: number
  item: number | null
  behaviour: string
  obligation_refs: string[]
  subject: string | null
  object: string | null
  tiers: Tier[]
  dual_person_penalty: boolean
  crime_clause: boolean
  note: string | null
  spans: unknown[]
}
