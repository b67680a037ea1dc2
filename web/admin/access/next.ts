import type { LocationQuery } from 'vue-router'

/** Where a sign-in goes on to: a page of this desk and nothing else. */
export function nextOf(query: LocationQuery): string {
  const next = typeof query['next'] === 'string' ? query['next'] : ''
  return next.startsWith('/') && !next.startsWith('//') ? next : '/'
}
