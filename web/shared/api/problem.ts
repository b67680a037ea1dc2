import type { Locale } from '@/i18n'

/** RFC 9457 problem details as the server writes them. */
export interface ProblemBody {
  title?: string
  title_en?: string
  detail?: string
  detail_en?: string
  code?: string
  provision?: string | null
  trace_id?: string
}

/** A request that did not succeed: refused by the server, or never answered. */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    private readonly body: ProblemBody,
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'Problem'
  }

  /** Stable code, such as `library.item_changed`. */
  get code(): string {
    return this.body.code ?? (this.status === 0 ? 'network' : `http.${this.status}`)
  }

  /** What to quote when asking for help. */
  get traceId(): string | undefined {
    return this.body.trace_id
  }

  /** What happened, in the language of the page; empty when the server said nothing. */
  title(locale: Locale): string {
    return (locale === 'en' ? this.body.title_en : this.body.title) ?? ''
  }

  /** Where and what to do, in the language of the page. */
  detail(locale: Locale): string {
    return (locale === 'en' ? this.body.detail_en : this.body.detail) ?? ''
  }
}

/** The body of an answer outside 2xx as problem details; empty where it is something else. */
export function problemOf(body: unknown): ProblemBody {
  return typeof body === 'object' && body !== null ? body : {}
}

/** Any thrown value as a problem; a failed fetch has status 0. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, {})
}

/** Whether a request was given up by the page itself. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
