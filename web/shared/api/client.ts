import createClient from 'openapi-fetch'
import { Problem, problemOf } from './problem'
import type { paths } from './schema'

/** Where the API is, below the host that served the page. */
const BASE = '/api/v1'

/** A query without its empty fields: no choice is not a choice of the empty word. */
function serialize(query: object): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  return parameters.toString()
}

/** The typed client, generated from the description that the server serves. */
export const client = createClient<paths>({
  baseUrl: BASE,
  querySerializer: (query) => serialize(query ?? {}),
  // Looked up at each call, so that a test can put its own in its place.
  fetch: (request) => globalThis.fetch(request),
})

/** The address of a download. */
export function address(path: string, query: object = {}): string {
  const text = serialize(query)
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

/** One path segment. */
export const segment = encodeURIComponent

/** The server's words for a request that needs somebody who is signed in. */
const NOBODY = new Set(['access.not_signed_in', 'access.sign_in_incomplete'])
let onNobody: (reading: boolean) => void = () => undefined

/** Says what is done when a request, which read or changed something, finds that nobody is signed in. */
export function whenNobody(act: (reading: boolean) => void): void {
  onNobody = act
}

client.use({
  async onResponse({ request, response, schemaPath }) {
    if (response.status !== 401 || schemaPath === '/session') return
    const body: unknown = await response.clone().json().catch(() => undefined)
    if (NOBODY.has(problemOf(body).code ?? '')) onNobody(request.method === 'GET')
  },
})

/**
 * What a request answers, as `Answer`: the description's type with the fields that are said more
 * exactly in types.ts. Throws a `Problem` on any answer outside 2xx.
 */
export async function answer<Answer>(
  asked: Promise<{ data?: unknown; error?: unknown; response: Response }>,
): Promise<Answer> {
  const { data, error, response } = await asked
  if (!response.ok) throw new Problem(response.status, problemOf(error))
  return data as Answer
}
