/** The operations on power lists, one function each. */
import { address, answer, client } from './client'
import type {
  AuthorityChoice,
  BasisRow,
  Decision,
  GapRow,
  Impact,
  ImportedLines,
  ListComparison,
  ListKind,
  ListLine,
  ListRow,
  NewLines,
  OverlapRow,
  Page,
  PowerList,
  PowerRow,
  UnusedItems,
} from './types'

/** A version of a list. */
export interface VersionId {
  id: string
  version: number
}
/** Why, and on what revision of the version. */
export interface ListOrder {
  reason: string
  revision: number
}
export type FileFormat = 'csv' | 'xlsx'
type Query = Record<string, string | number | undefined>

const seen = (revision: number) => ({ 'If-Match': `"${revision}"` })
const on = ({ id, version }: VersionId, { revision }: ListOrder) => ({
  params: { path: { id, version }, header: seen(revision) },
})
const asked = (query: Query, signal?: AbortSignal) => ({ params: { query: query as never }, signal })

export const listAuthorities = (signal?: AbortSignal) =>
  answer<Page<AuthorityChoice>>(client.GET('/authorities', asked({ limit: 200 }, signal)))

export const listLists = (query: Query, signal?: AbortSignal) =>
  answer<Page<ListRow>>(client.GET('/power-lists', asked(query, signal)))
export const readList = (id: string, signal?: AbortSignal) =>
  answer<PowerList>(client.GET('/power-lists/{id}', { params: { path: { id } }, signal }))
export const openList = (list: { kind: ListKind; title: string; title_en: string | null; authority: string; reason: string }) =>
  answer<PowerList>(client.POST('/power-lists', { body: list }))
export const adjustList = (id: string, { reason, revision }: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions', { params: { path: { id }, header: seen(revision) }, body: { reason } }),
  )
export const compareVersions = (id: string, query: Query, signal?: AbortSignal) =>
  answer<ListComparison>(
    client.GET('/power-lists/{id}/comparison', { params: { path: { id }, query: query as never }, signal }),
  )

export const listLines = ({ id, version }: VersionId, query: Query, signal?: AbortSignal) =>
  answer<Page<ListLine>>(
    client.GET('/power-lists/{id}/versions/{version}/lines', {
      params: { path: { id, version }, query: query as never },
      signal,
    }),
  )
export const addLines = (of: VersionId, groups: NewLines[], order: ListOrder) =>
  answer<{ lines: number }>(
    client.POST('/power-lists/{id}/versions/{version}/lines', { ...on(of, order), body: { groups, reason: order.reason } }),
  )
export const removeLines = (of: VersionId, lines: number[], order: ListOrder) =>
  answer<{ lines: number }>(
    client.POST('/power-lists/{id}/versions/{version}/lines/removal', {
      ...on(of, order),
      body: { lines, reason: order.reason },
    }),
  )
export const importLines = ({ id, version }: VersionId, file: File, isDryRun: boolean, { reason, revision }: ListOrder) =>
  answer<ImportedLines>(
    client.POST('/power-lists/{id}/versions/{version}/lines/import', {
      params: {
        path: { id, version },
        query: { reason, dry_run: isDryRun, format: formatOf(file.name) ?? 'csv' },
        header: seen(revision),
      },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as never,
      bodySerializer: () => file,
    }),
  )
export const exportAddress = ({ id, version }: VersionId, format: FileFormat) =>
  address(`/power-lists/${id}/versions/${version}/lines/export`, { format })
export const templateAddress = (format: FileFormat) => address('/power-lists/template', { format })

/** The format of a file by the ending of its name. */
export function formatOf(name: string): FileFormat | undefined {
  const ending = name.toLowerCase().split('.').at(-1)
  return ending === 'csv' || ending === 'xlsx' ? ending : undefined
}

export const submitVersion = (of: VersionId, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/submission', { ...on(of, order), body: { reason: order.reason } }),
  )
export const returnVersion = (of: VersionId, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/return', { ...on(of, order), body: { reason: order.reason } }),
  )
export const passVersion = (of: VersionId, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/review', { ...on(of, order), body: { reason: order.reason } }),
  )
export const abandonVersion = (of: VersionId, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/abandonment', { ...on(of, order), body: { reason: order.reason } }),
  )
export const adoptVersion = (of: VersionId, decision: Decision, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/adoption', {
      ...on(of, order),
      body: { decision, reason: order.reason },
    }),
  )
export const publishVersion = (of: VersionId, how: { published_in: string; effective_from: string }, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/publication', {
      ...on(of, order),
      body: { ...how, reason: order.reason },
    }),
  )
export const withdrawPower = (of: VersionId, what: { line: number; from: string; decision: Decision }, order: ListOrder) =>
  answer<PowerList>(
    client.POST('/power-lists/{id}/versions/{version}/withdrawals', {
      ...on(of, order),
      body: { ...what, reason: order.reason },
    }),
  )

export const listHolders = (id: string, query: Query, signal?: AbortSignal) =>
  answer<Page<PowerRow>>(
    client.GET('/items/{id}/holders', { params: { path: { id }, query: query as never }, signal }),
  )
export const listPowers = (query: Query, signal?: AbortSignal) =>
  answer<Page<PowerRow>>(client.GET('/powers', asked(query, signal)))
export const listGaps = (query: Query, signal?: AbortSignal) =>
  answer<Page<GapRow>>(client.GET('/powers/gaps', asked(query, signal)))
export const listOverlaps = (query: Query, signal?: AbortSignal) =>
  answer<Page<OverlapRow>>(client.GET('/powers/overlaps', asked(query, signal)))
export const listBasisChanges = (query: Query, signal?: AbortSignal) =>
  answer<Page<BasisRow>>(client.GET('/powers/basis-changes', asked(query, signal)))
export const readUnused = (query: Query, signal?: AbortSignal) =>
  answer<UnusedItems>(client.GET('/powers/unused', asked(query, signal)))
export const readImpact = (query: Query, signal?: AbortSignal) =>
  answer<Impact>(client.GET('/powers/impact', asked(query, signal)))
