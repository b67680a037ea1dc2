import { problemOf } from './problem'

type Value = string | number | boolean | null | undefined
/** Query parameters; empty ones are left out. */
export type Query = Record<string, Value>

export interface Sent {
  body?: unknown
  token?: string
  /** Revision that the writer saw (`If-Match`). */
  revision?: number
}

/** `/api/v1/…` with its query, path segments encoded by the caller through {@link segment}. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

/** One path segment. */
export const segment = encodeURIComponent

/** Reads JSON; throws a `Problem` on any other answer. */
export async function read<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address(path, query), {
    headers: { accept: 'application/json' },
    signal: signal ?? null,
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}

/** Sends a write; throws a `Problem` on any answer outside 2xx. */
export async function send<T>(path: string, { body, token, revision }: Sent): Promise<T> {
  const headers = new Headers({ accept: 'application/json' })
  if (token) headers.set('authorization', `Bearer ${token}`)
  if (revision !== undefined) headers.set('if-match', `"${revision}"`)
  const form = body instanceof FormData
  if (!form) headers.set('content-type', 'application/json')
  const response = await fetch(address(path), {
    method: 'POST',
    headers,
    body: form ? body : JSON.stringify(body ?? {}),
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}
