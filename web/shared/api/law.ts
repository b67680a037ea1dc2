/** The law library's operations, one function each. */
import { answer, client } from './client'
import type { paths } from './schema'
import type {
  CheckedCitation,
  Diff,
  Facets,
  FindingRow,
  ImportRow,
  Item,
  ItemRecord,
  ItemRow,
  LawChange,
  LibraryStatus,
  Page,
  Provision,
  SearchAnswer,
  Statute,
  StatuteRow,
  VersionText,
} from './types'

/** The query that a list takes, as the description has it. */
type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never
/** The same as the address of a page gives it: any words, which the server checks. */
type Asked<Path extends keyof paths> = { [Name in keyof QueryOf<Path>]: QueryOf<Path>[Name] | string }

export const readStatus = () => answer<LibraryStatus>(client.GET('/status'))
export const readFacets = (signal?: AbortSignal) => answer<Facets>(client.GET('/facets', { signal }))

export const listItems = (query: Asked<'/items'>, signal?: AbortSignal) =>
  answer<Page<ItemRow>>(client.GET('/items', { params: { query: query as QueryOf<'/items'> }, signal }))
export const readItem = (id: string, signal?: AbortSignal) =>
  answer<Item>(client.GET('/items/{id}', { params: { path: { id } }, signal }))

export const listStatutes = (query: Asked<'/statutes'>, signal?: AbortSignal) =>
  answer<Page<StatuteRow>>(client.GET('/statutes', { params: { query: query as QueryOf<'/statutes'> }, signal }))
export const readStatute = (key: string, signal?: AbortSignal) =>
  answer<Statute>(client.GET('/statutes/{key}', { params: { path: { key } }, signal }))
export const readVersion = (key: string, version: string, asOf: string, signal?: AbortSignal) =>
  answer<VersionText>(
    client.GET('/statutes/{key}/versions/{version}', {
      params: { path: { key, version }, query: { as_of: asOf } },
      signal,
    }),
  )
export const readDiff = (key: string, from: string, to: string, signal?: AbortSignal) =>
  answer<Diff>(client.GET('/statutes/{key}/diff', { params: { path: { key }, query: { from, to } }, signal }))

export const readProvision = (citation: string, asOf: string, signal?: AbortSignal) =>
  answer<Provision>(client.GET('/provisions', { params: { query: { citation, as_of: asOf } }, signal }))
export const search = (query: Asked<'/search'>, signal?: AbortSignal) =>
  answer<SearchAnswer>(client.GET('/search', { params: { query: query as QueryOf<'/search'> }, signal }))
export const listChanges = (query: QueryOf<'/changes'>, signal?: AbortSignal) =>
  answer<Page<LawChange>>(client.GET('/changes', { params: { query }, signal }))
export const listFindings = (query: QueryOf<'/findings'>, signal?: AbortSignal) =>
  answer<Page<FindingRow>>(client.GET('/findings', { params: { query }, signal }))

const asForm = (form: FormData) => ({ body: form as never, bodySerializer: () => form })

export const listImports = (signal?: AbortSignal) => answer<Page<ImportRow>>(client.GET('/imports', { signal }))
export const startImport = (path: string) =>
  answer<{ id: string }>(client.POST('/imports', { body: { path } }))
export function uploadFiles(files: File[]) {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return answer<{ id: string }>(client.POST('/imports/upload', asForm(form)))
}

type Checked = { citations: CheckedCitation[] }

export const checkCitations = (text: string, asOf: string) =>
  answer<Checked>(client.POST('/citations/check', { body: { text, as_of: asOf || null } }))
export function checkFile(file: File, asOf: string) {
  const form = new FormData()
  form.append('file', file, file.name)
  if (asOf) form.append('as_of', asOf)
  return answer<Checked>(client.POST('/citations/check', asForm(form)))
}

/** Why something is done to an item, and to which revision of it. */
export interface ActOrder {
  reason: string
  revision: number
}

const on = (id: string, { revision }: ActOrder) => ({
  params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
})
export const reviewItem = (id: string, order: ActOrder) =>
  answer<Item>(client.POST('/items/{id}/review', { ...on(id, order), body: { reason: order.reason } }))
export const adoptItem = (id: string, order: ActOrder) =>
  answer<Item>(client.POST('/items/{id}/adoption', { ...on(id, order), body: { reason: order.reason } }))
export const withdrawItem = (id: string, order: ActOrder) =>
  answer<Item>(client.POST('/items/{id}/withdrawal', { ...on(id, order), body: { reason: order.reason } }))
export const correctItem = (id: string, record: ItemRecord, order: ActOrder) =>
  answer<Item>(
    client.POST('/items/{id}/corrections', { ...on(id, order), body: { reason: order.reason, record } }),
  )
export const splitItem = (id: string, parts: ItemRecord[], order: ActOrder) =>
  answer<{ items: Item[] }>(
    client.POST('/items/{id}/split', { ...on(id, order), body: { reason: order.reason, parts } }),
  )
export const mergeItems = (items: { id: string; revision: number }[], record: ItemRecord, order: ActOrder) =>
  answer<Item>(client.POST('/items/merge', { body: { reason: order.reason, items, record } }))
