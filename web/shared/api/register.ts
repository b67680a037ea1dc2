/** The operations of the register of authorities and officers, and what they answer. */
import { address, answer, client } from './client'
import type { components, paths } from './schema'
import type { Page } from './types'

type Schemas = components['schemas']
export type AuthorityKind = Schemas['AuthorityKind']
export type AuthorityLevel = Schemas['AuthorityLevel']
export type CertificateStatus = Schemas['CertificateStatus']
export type Relation = Schemas['Relation']
export type SuccessionKind = Schemas['SuccessionKind']

/** From a first day on, and before another one where it has an end. */
export interface Span {
  valid_from: string
  valid_to: string | null
}
export interface AuthorityState {
  name: string
  name_en: string | null
  kind: AuthorityKind
  level: AuthorityLevel
  parent: string | null
  area: string
  credit_code: string | null
  legal_head: string | null
  decision: string
  published_on: string | null
}
export type AuthorityDraft = AuthorityState & { code: string }
export type AuthorityRow = AuthorityDraft & Span & { id: string }
export type Succession = Schemas['Succession']
export type Entrustment = Schemas['Entrustment']
export type AuthorityView = AuthorityRow & {
  revision: number
  confirmed_from: string
  confirmed_to: string | null
  predecessors: Succession[]
  entrustments: Entrustment[]
}
export interface AuthorityHistory {
  id: string
  code: string
  revision: number
  states: AuthorityRow[]
  successions: Succession[]
  entrustments: Entrustment[]
}
export interface DeedRow {
  kind: string
  at: string
  on: string | null
  reason: string | null
}

export interface Post {
  name: string
  authority: string
  post: string
  auxiliary: boolean
}
export type CertificateDraft = Schemas['CertificateDraft']
export type Certificate = CertificateDraft & {
  id: string
  status: CertificateStatus | null
  history: (Span & { status: CertificateStatus })[]
}
export type Training = Schemas['Training']
export interface InterestDraft {
  relation: Relation
  note: string | null
  valid_from: string
}
export type Interest = InterestDraft & { id: string; party: string | null; valid_to: string | null }
export type OfficerRow = Post & Span & { id: string; code: string }
export type OfficerListed = OfficerRow & { certificate: Certificate | null }
export type OfficerView = OfficerRow & {
  revision: number
  has_identity: boolean
  certificates: Certificate[]
  training: Training[]
  training_hours: number
  interests: Interest[]
}
export interface OfficerDraft {
  code: string
  post: Post
  valid_from: string
  identity: string | null
  certificate: CertificateDraft | null
}
export interface Standing {
  answer: 'valid' | 'not_valid'
  text: string
  text_en: string
}

export type WorkbookKind = Schemas['WorkbookKind']
export type WorkbookFormat = 'xlsx' | 'csv'
export interface RowError {
  row: number
  column: string | null
  message: string
  message_en: string
}
export type ImportReport = Omit<Schemas['ImportReport'], 'errors'> & { errors: RowError[] }

/** Why something is done, and from which day on. */
export interface OnDay {
  on: string
  reason: string
}

type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never
type Asked<Path extends keyof paths> = { [Name in keyof QueryOf<Path>]: QueryOf<Path>[Name] | string }

const one = (id: string) => ({ path: { id } })
const onDay = (id: string, day: string) => ({ params: { path: { id }, query: { as_of: day } } })
const seen = (id: string, revision: number) => ({ path: { id }, header: { 'If-Match': `"${revision}"` } })

export const listAuthorities = (query: Asked<'/authorities'>, signal?: AbortSignal) =>
  answer<Page<AuthorityRow>>(client.GET('/authorities', { params: { query: query as QueryOf<'/authorities'> }, signal }))
export const readAuthority = (id: string, day: string, signal?: AbortSignal) =>
  answer<AuthorityView>(client.GET('/authorities/{id}', { ...onDay(id, day), signal }))
export const readAuthorityHistory = (id: string, signal?: AbortSignal) =>
  answer<AuthorityHistory>(client.GET('/authorities/{id}/history', { params: one(id), signal }))
export const readAuthorityDeeds = (id: string, signal?: AbortSignal) =>
  answer<DeedRow[]>(client.GET('/authorities/{id}/deeds', { params: one(id), signal }))
export const readSuccessors = (id: string, day: string, signal?: AbortSignal) =>
  answer<AuthorityRow[]>(client.GET('/authorities/{id}/successors', { ...onDay(id, day), signal }))

export const confirmAuthority = (authority: AuthorityDraft, deed: OnDay) =>
  answer<{ id: string }>(client.POST('/authorities', { body: { ...deed, authority } }))
export const changeAuthority = (id: string, revision: number, changes: Partial<AuthorityState>, deed: OnDay) =>
  answer<void>(
    client.POST('/authorities/{id}/changes', {
      params: seen(id, revision),
      // What is absent stays; the description knows only null for that.
      body: { ...deed, changes: changes as Schemas['AuthorityPatch'] },
    }),
  )
export const renameAuthority = (id: string, revision: number, name: { name: string; name_en: string | null }, deed: OnDay) =>
  answer<void>(client.POST('/authorities/{id}/names', { params: seen(id, revision), body: { ...deed, ...name } }))
export const endAuthority = (id: string, revision: number, deed: OnDay) =>
  answer<void>(client.POST('/authorities/{id}/end', { params: seen(id, revision), body: deed }))
export type MergeTarget = { into: 'existing'; authority: string } | { into: 'new'; authority: AuthorityDraft }
export const mergeAuthorities = (merged: { id: string; revision: number }[], target: MergeTarget, deed: OnDay) =>
  answer<{ id: string }>(client.POST('/authorities/merge', { body: { ...deed, merged, target } }))
export interface SplitPart {
  authority: AuthorityDraft
  officers: string[]
  children: string[]
}
export const splitAuthority = (id: string, revision: number, parts: SplitPart[], deed: OnDay) =>
  answer<{ ids: string[] }>(client.POST('/authorities/{id}/split', { params: seen(id, revision), body: { ...deed, parts } }))
/** Entrusts the organisation `id`, of which the revision is. */
export const entrust = (id: string, revision: number, entrustment: Omit<Entrustment, 'id' | 'to'>, reason: string) =>
  answer<{ id: string }>(
    client.POST('/authorities/{id}/entrustments', { params: seen(id, revision), body: { reason, entrustment } }),
  )
export const withdrawEntrustment = (id: string, revision: number, entrustment: string, deed: OnDay) =>
  answer<void>(
    client.POST('/authorities/{id}/entrustments/{entrustment}/end', {
      params: { path: { id, entrustment }, header: { 'If-Match': `"${revision}"` } },
      body: deed,
    }),
  )

export const listOfficers = (query: Asked<'/officers'>, signal?: AbortSignal) =>
  answer<Page<OfficerListed>>(client.GET('/officers', { params: { query: query as QueryOf<'/officers'> }, signal }))
export const readOfficer = (id: string, day: string, signal?: AbortSignal) =>
  answer<OfficerView>(client.GET('/officers/{id}', { ...onDay(id, day), signal }))
export const readOfficerHistory = (id: string, signal?: AbortSignal) =>
  answer<OfficerRow[]>(client.GET('/officers/{id}/history', { params: one(id), signal }))
export const readOfficerDeeds = (id: string, signal?: AbortSignal) =>
  answer<DeedRow[]>(client.GET('/officers/{id}/deeds', { params: one(id), signal }))
export const readStanding = (id: string, day: string, signal?: AbortSignal) =>
  answer<Standing>(client.GET('/officers/{id}/standing', { ...onDay(id, day), signal }))

export const registerOfficer = (officer: OfficerDraft, reason: string) =>
  answer<{ id: string }>(client.POST('/officers', { body: { ...officer, reason } }))
export const moveOfficer = (id: string, revision: number, post: Post, deed: OnDay) =>
  answer<void>(client.POST('/officers/{id}/posts', { params: seen(id, revision), body: { ...deed, post } }))
export const endOfficer = (id: string, revision: number, deed: OnDay) =>
  answer<void>(client.POST('/officers/{id}/end', { params: seen(id, revision), body: deed }))
export const issueCertificate = (id: string, revision: number, certificate: CertificateDraft, reason: string) =>
  answer<{ id: string }>(client.POST('/officers/{id}/certificates', { params: seen(id, revision), body: { reason, certificate } }))
export const setCertificateStatus = (
  id: string,
  revision: number,
  certificate: string,
  status: CertificateStatus,
  deed: OnDay,
) =>
  answer<void>(
    client.POST('/officers/{id}/certificates/{certificate}/status', {
      params: { path: { id, certificate }, header: { 'If-Match': `"${revision}"` } },
      body: { ...deed, status },
    }),
  )
export const recordTraining = (id: string, revision: number, training: Training, reason: string) =>
  answer<void>(client.POST('/officers/{id}/training', { params: seen(id, revision), body: { reason, training } }))
export const declareInterest = (id: string, revision: number, interest: InterestDraft, reason: string) =>
  answer<{ id: string }>(client.POST('/officers/{id}/interests', { params: seen(id, revision), body: { reason, interest } }))
export const endInterest = (id: string, revision: number, interest: string, deed: OnDay) =>
  answer<void>(
    client.POST('/officers/{id}/interests/{interest}/end', {
      params: { path: { id, interest }, header: { 'If-Match': `"${revision}"` } },
      body: deed,
    }),
  )

export const templateUrl = (kind: WorkbookKind, format: WorkbookFormat) => address(`/register/${kind}/template`, { format })
export const exportUrl = (kind: WorkbookKind, format: WorkbookFormat, day: string) =>
  address(`/register/${kind}/export`, { format, as_of: day })

/** Checks a workbook, or imports it where a reason is given. The body is the file itself. */
export function importWorkbook(kind: WorkbookKind, file: File, reason?: string) {
  const format: WorkbookFormat = /\.csv$/iu.test(file.name) ? 'csv' : 'xlsx'
  const query = reason === undefined ? { format, dry_run: true } : { format, dry_run: false, reason }
  return answer<ImportReport>(
    client.POST('/register/{kind}/imports', {
      params: { path: { kind }, query },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as never,
      bodySerializer: () => file,
    }),
  )
}
