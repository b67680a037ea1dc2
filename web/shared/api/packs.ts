/** The rule packs that are and were in use. */
import { answer, client } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
type Sure<Name extends keyof Schemas> = Required<Schemas[Name]>
export type PackText = Schemas['PackText']
export type PackRow = Sure<'PackRow'>
export type PackRule = Sure<'PackRule'> & { content: Record<string, unknown> }
export type Pack = { pack: PackRow; extends: string | null; files: Sure<'PackFile'>[]; rules: PackRule[] }
export type PackLint = Schemas['PackLint']
export type RuleChange = Sure<'RuleChange'>
export type PackComparison = { before: PackRow; after: PackRow; changes: RuleChange[] }

export const listPacks = (signal?: AbortSignal) =>
  answer<{ rows: PackRow[] }>(client.GET('/packs', { signal })).then(({ rows }) => rows)
export const readPack = (digest: string, signal?: AbortSignal) =>
  answer<Pack>(client.GET('/packs/{digest}', { params: { path: { digest } }, signal }))
export const readPackFile = (digest: string, path: string, signal?: AbortSignal) =>
  answer<string>(client.GET('/packs/{digest}/files/{path}', { params: { path: { digest, path } }, parseAs: 'text', signal }))
export const lintPack = (digest: string, signal?: AbortSignal) =>
  answer<PackLint>(client.GET('/packs/{digest}/lint', { params: { path: { digest } }, signal }))
/** The picture of a procedure, SVG. */
export const drawProcedure = (digest: string, id: string, signal?: AbortSignal) =>
  answer<Blob>(
    client.GET('/packs/{digest}/procedures/{id}/drawing', { params: { path: { digest, id } }, parseAs: 'blob', signal }),
  )
export const comparePacks = (before: string, after: string, signal?: AbortSignal) =>
  answer<PackComparison>(client.GET('/packs/comparison', { params: { query: { before, after } }, signal }))
