/** The law library's operations, one function each. */
import { type Query, read, segment, send } from './client'
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

type Signal = AbortSignal | undefined

export const readStatus = (signal?: Signal) => read<LibraryStatus>('/status', {}, signal)
export const readFacets = (signal?: Signal) => read<Facets>('/facets', {}, signal)

export const listItems = (query: Query, signal?: Signal) => read<Page<ItemRow>>('/items', query, signal)
export const readItem = (id: string, signal?: Signal) => read<Item>(`/items/${segment(id)}`, {}, signal)

export const listStatutes = (query: Query, signal?: Signal) => read<Page<StatuteRow>>('/statutes', query, signal)
export const readStatute = (key: string, signal?: Signal) => read<Statute>(`/statutes/${segment(key)}`, {}, signal)
export const readVersion = (key: string, version: string, asOf: string, signal?: Signal) =>
  read<VersionText>(`/statutes/${segment(key)}/versions/${segment(version)}`, { as_of: asOf }, signal)
export const readDiff = (key: string, from: string, to: string, signal?: Signal) =>
  read<Diff>(`/statutes/${segment(key)}/diff`, { from, to }, signal)

export const readProvision = (citation: string, asOf: string, signal?: Signal) =>
  read<Provision>('/provisions', { citation, as_of: asOf }, signal)
export const search = (query: Query, signal?: Signal) => read<SearchAnswer>('/search', query, signal)
export const listChanges = (query: Query, signal?: Signal) => read<Page<LawChange>>('/changes', query, signal)
export const listFindings = (query: Query, signal?: Signal) => read<Page<FindingRow>>('/findings', query, signal)

export const listImports = (signal?: Signal) => read<Page<ImportRow>>('/imports', {}, signal)
export const startImport = (path: string, token: string) => send<{ id: string }>('/imports', { body: { path }, token })
export function uploadFiles(files: File[], token: string) {
  const body = new FormData()
  for (const file of files) body.append('files', file, file.name)
  return send<{ id: string }>('/imports/upload', { body, token })
}

type Checked = { citations: CheckedCitation[] }

export const checkCitations = (text: string, asOf: string) =>
  send<Checked>('/citations/check', { body: { text, as_of: asOf || undefined } })
export function checkFile(file: File, asOf: string) {
  const body = new FormData()
  body.append('file', file, file.name)
  if (asOf) body.append('as_of', asOf)
  return send<Checked>('/citations/check', { body })
}

/** Who does it, why, on what revision, and by what right. */
export interface ActOrder {
  actor: string
  reason: string
  token: string
  revision: number
}

type SimpleAct = 'review' | 'adoption' | 'withdrawal'

const order = ({ actor, reason, token, revision }: ActOrder, more: object = {}) => ({
  body: { actor, reason, ...more },
  token,
  revision,
})

export const actOnItem = (id: string, act: SimpleAct, by: ActOrder) =>
  send<Item>(`/items/${segment(id)}/${act}`, order(by))
export const correctItem = (id: string, record: ItemRecord, by: ActOrder) =>
  send<Item>(`/items/${segment(id)}/corrections`, order(by, { record }))
export const splitItem = (id: string, parts: ItemRecord[], by: ActOrder) =>
  send<{ items: Item[] }>(`/items/${segment(id)}/split`, order(by, { parts }))
export const mergeItems = (ids: string[], record: ItemRecord, by: ActOrder) =>
  send<Item>('/items/merge', order(by, { ids, record }))
