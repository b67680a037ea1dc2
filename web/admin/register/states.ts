import type { Certificate, Span } from '@/api/register'

export type StateWord =
  | 'held'
  | 'valid'
  | 'future'
  | 'suspended'
  | 'lost'
  | 'expired'
  | 'cancelled'
  | 'past'
  | 'former'
  | 'none'

/** What a span is on a day: it holds, is still to come, or has passed. */
export function spanState({ valid_from, valid_to }: Span, day: string): StateWord {
  if (day < valid_from) return 'future'
  return valid_to && valid_to <= day ? 'past' : 'held'
}

/** The same of one of several states of a history: what has passed was followed by another. */
export function formerState(span: Span, day: string): StateWord {
  const state = spanState(span, day)
  return state === 'past' ? 'former' : state
}

/** What a certificate is worth on a day; its last day still counts. */
export function certificateState(certificate: Certificate | null, day: string): StateWord {
  if (!certificate) return 'none'
  if (day < certificate.issued_on) return 'future'
  if (certificate.status && certificate.status !== 'valid') return certificate.status
  return certificate.expires_on < day ? 'expired' : 'valid'
}
