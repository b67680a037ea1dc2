/** What `/api/v1` answers, in the words of docs/api/openapi.json. */

export type ItemKind = 'penalty' | 'coercion' | 'inspection' | 'licence'
export type ItemState = 'read' | 'reviewed' | 'adopted' | 'withdrawn'
export type ForceState = 'in_force' | 'not_yet_in_force' | 'superseded' | 'repealed'
/** Half-open stretch of a text in UTF-16 code units, as JavaScript counts them. */
export type Stretch = [number, number]

export interface Page<T> {
  rows: T[]
  next: string | null
  total: number | null
}

export interface StatuteRow {
  key: string
  title: string
  level: string
  region: string
  version: string
  passed_on: string | null
  published_on: string | null
  in_force_from: string | null
  in_force_until: string | null
  state: ForceState
  versions: number
  articles: number
  items: number
  findings: number
}

export interface VersionRow {
  version: string
  title: string
  passed_on: string | null
  published_on: string | null
  in_force_from: string | null
  in_force_until: string | null
  state: ForceState
  file: string
  digest: string
  articles: number
  items: number
  findings: number
}

export interface Statute extends Omit<StatuteRow, 'versions'> {
  versions: VersionRow[]
}

export interface CitationSpan {
  start: number
  end: number
  text: string
  targets: string[]
  resolved: boolean
  reason: string | null
}

export interface SubpointText {
  number: number
  text: string
  lines: string[]
}

export interface PointText {
  number: number
  label: string
  text: string
  citations: CitationSpan[]
  subpoints: SubpointText[]
}

export interface ParagraphText {
  number: number
  text: string
  citations: CitationSpan[]
  points: PointText[]
}

export interface ArticleItem {
  id: string
  kind: ItemKind
  state: ItemState
  behaviour: string
}

export interface ArticleText {
  number: string
  label: string
  division: number | null
  paragraphs: ParagraphText[]
  items: ArticleItem[]
}

export interface Division {
  kind: string
  number: number | null
  label: string
  title: string
  parent: number | null
}

export interface StatuteEvent {
  on: string | null
  kind: string
  text: string
}

export interface FindingRow {
  code: string
  message: string
  message_en: string
  file: string
  statute: string | null
  version: string | null
  line: number | null
  path: string | null
  excerpt: string | null
  repaired: boolean
}

export interface VersionText {
  key: string
  title: string
  subtitle: string | null
  version: string
  passed_on: string | null
  published_on: string | null
  in_force_from: string | null
  in_force_until: string | null
  state: ForceState
  events: StatuteEvent[]
  preamble: string[]
  divisions: Division[]
  articles: ArticleText[]
  appendix: string[]
  findings: FindingRow[]
}

export interface DiffSegment {
  op: 'same' | 'removed' | 'added'
  text: string
}

export interface ProvisionChange {
  kind: 'added' | 'removed' | 'changed' | 'renumbered'
  old_path: string | null
  new_path: string | null
  old_label: string | null
  new_label: string | null
  old_text: string | null
  new_text: string | null
  segments: DiffSegment[]
}

export interface TouchedItem {
  id: string
  state: ItemState
  behaviour: string
  change: ProvisionChange['kind']
  version: string
}

export interface Diff {
  from: VersionRow
  to: VersionRow
  summary: { added: number; removed: number; changed: number; renumbered: number; unchanged: number }
  changes: ProvisionChange[]
  items: TouchedItem[]
}

export interface LawChange {
  on: string
  kind: 'came_into_force' | 'ceased'
  key: string
  title: string
  version: string
  previous: string | null
  items_touched: number
}

export interface CitedBy {
  address: string
  label: string
  excerpt: string
}

export interface Provision {
  address: string
  statute: { key: string; title: string }
  version: string
  state: ForceState
  label: string
  text: string
  paragraphs: ParagraphText[]
  canonical: string
  cited_by: CitedBy[]
  items: ItemRow[]
}

export interface ItemRow {
  id: string
  kind: ItemKind
  state: ItemState
  behaviour: string
  highlights: Stretch[]
  statute: { key: string; title: string }
  version: string
  address: string
  label: string
  subject: string | null
  object: string | null
  summary: string
  summary_en: string
  level: string
  region: string
  in_force: boolean
}

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

export interface ItemProvision {
  role: 'sanction' | 'duty' | 'reference'
  address: string
  label: string
  text: string
  highlights: Stretch[]
}

export interface Lineage {
  id: string
  state: ItemState
  relation: string
}

export interface HistoryEntry {
  at: string
  actor: string
  act: 'read' | 'reread' | 'corrected' | 'reviewed' | 'adopted' | 'withdrawn' | 'split' | 'merged'
  reason: string
  revision: number
  changes: { field: string; before: unknown; after: unknown }[]
}

export interface Item extends ItemRow {
  record: ItemRecord
  machine_record: ItemRecord | null
  machine_reading: 'same' | 'differs' | 'gone' | 'none'
  provisions: ItemProvision[]
  lineage: Lineage[]
  history: HistoryEntry[]
  revision: number
}

export interface SearchHit {
  type: 'provision' | 'item'
  id: string | null
  address: string
  statute: string
  title: string
  version: string
  state: ForceState
  file: string
  article: string
  paragraph: number | null
  item: number | null
  label: string
  text: string
  highlights: Stretch[]
  kind: ItemKind | null
  score: number
}

export interface SearchAnswer {
  hits: SearchHit[]
  total: number
  took_us: number
  corrected?: { from: string; to: string }[]
}

export interface Facet {
  value: string
  count: number
}

export interface Facets {
  kinds: Facet[]
  levels: Facet[]
  regions: Facet[]
  states: Facet[]
  authorities: Facet[]
}

export interface ImportRow {
  id: string
  source: string
  state: 'running' | 'done' | 'failed' | 'interrupted'
  started_at: string
  ended_at: string | null
  files_total: number
  files_done: number
  files_failed: number
  statutes: number
  versions: number
  articles: number
  items: number
  findings: number
  rate_per_second: number | null
  seconds_left: number | null
  error: string | null
}

export interface LibraryStatus {
  version: string
  statutes: number
  versions: number
  articles: number
  items: number
  findings: number
  database: string
  as_of_today: string
  sample_only: boolean
}

export type Verdict =
  | 'in_force'
  | 'not_yet_in_force'
  | 'superseded'
  | 'repealed'
  | 'moved'
  | 'no_such_provision'
  | 'no_such_statute'
  | 'unreadable'

export interface CheckedCitation {
  text: string
  start: number
  end: number
  canonical: string | null
  addresses: string[]
  verdict: Verdict
  moved_to: string | null
  message: string
  message_en: string
}
