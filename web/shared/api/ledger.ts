/** The log and the trail of acts. */
import { answer, client } from './client'
import type { components, paths } from './schema'
import type { Page } from './types'

type Schemas = components['schemas']
export type Ledger = Schemas['LedgerView']
/** An act on the record. */
export type ActRow = Required<Schemas['ActView']>
/** What a proof shows. */
export type Verified = Schemas['Verification']
/** Filters of the trail, as the page has them. */
export type ActQuery = Record<keyof NonNullable<paths['/acts']['get']['parameters']['query']>, string>

export const readLedger = (signal?: AbortSignal) => answer<Ledger>(client.GET('/ledger', { signal }))
export const readEntry = (entry: string, signal?: AbortSignal) =>
  answer<ActRow>(client.GET('/ledger/entries/{entry}', { params: { path: { entry } }, signal }))
/** The proof file of an entry, word for word. */
export const readProof = (entry: string) =>
  answer<string>(client.GET('/ledger/entries/{entry}/proof', { params: { path: { entry } }, parseAs: 'text' }))
/** Checks the text of a proof file. */
export const verifyProof = (text: string) =>
  answer<Verified>(client.POST('/ledger/verification', { body: text as never, bodySerializer: (body) => String(body) }))

/** A page of acts, the newest first; the server does not count them. */
export async function listActs(query: Partial<ActQuery>, signal?: AbortSignal): Promise<Page<ActRow>> {
  const found = await answer<{ rows: ActRow[]; next: string | null }>(
    client.GET('/acts', { params: { query: query as never }, signal }),
  )
  return { ...found, total: null }
}

/** The accounts by id, for naming who did something; at most the first thousand. */
export async function readAccountNames(signal?: AbortSignal): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  let cursor: string | undefined
  for (let page = 0; page < 5; page += 1) {
    const query = { limit: 200, ...(cursor ? { cursor } : {}) }
    const found = await answer<{ accounts: { id: string; name: string; login: string }[]; next: string | null }>(
      client.GET('/accounts', { params: { query: query as never }, signal }),
    )
    for (const { id, name, login } of found.accounts) names.set(id, name || login)
    if (!found.next) break
    cursor = found.next
  }
  return names
}
