/** Cases: what was done in them, what runs, what could be done next. */
import { answer, client } from './client'
import type { PackText } from './packs'
import type { components } from './schema'
import type { Page } from './types'

type Schemas = components['schemas']
export type CaseRow = Schemas['CaseRow']
export type LoggedAct = Omit<Schemas['LoggedAct'], 'said'> & { said: { states?: Record<string, unknown> } }

/** A time in which a clock stood still. */
export interface Pause {
  from: string
  to?: string
  because: string
}

/** A clock of a case; its last day is not there while it stands still. */
export interface ClockRun {
  clock: string
  of?: string
  term: string
  started_at: string
  due_on?: string
  until?: string
  assumed?: boolean
  extended?: number
  pauses?: Pause[]
  ended_on?: string
}

/** A document of the file; one that is not complete is still due. */
export interface CaseDocument {
  kind: string
  made_on: string
  complete: boolean
  signed: boolean
  sealed: boolean
  served_on?: string
  number?: string
}

/** A rule that an act broke and that did not stop it. */
export interface Mark {
  act: number
  rule: string
  codes?: string[]
  overridden?: boolean
}

/** A rule that stands in the way of an act. */
export interface Broken {
  rule: string
  codes: string[]
  provisions: string[]
  says: PackText
  can_override: boolean
}

export type CaseView = Omit<Schemas['CaseView'], 'case'> & {
  case: {
    procedure: string
    stage: string
    facts: Record<string, unknown>
    documents?: CaseDocument[]
    clocks?: ClockRun[]
    marks?: Mark[]
    acts: number
  }
}
export type PossibleAct = Omit<Schemas['PossibleAct'], 'broken'> & { broken: Broken[] }

export const listCases = async (query: Record<string, string>, signal?: AbortSignal): Promise<Page<CaseRow>> => {
  const asked = client.GET('/cases', { params: { query: query as never }, signal })
  const page = await answer<Schemas['CasePage']>(asked)
  return { rows: page.rows, next: page.next ?? null, total: page.is_exact ? page.total : null }
}
export const readCase = (id: string, signal?: AbortSignal) =>
  answer<CaseView>(client.GET('/cases/{id}', { params: { path: { id } }, signal }))
export const readPossible = (id: string, signal?: AbortSignal) =>
  answer<PossibleAct[]>(client.GET('/cases/{id}/possible', { params: { path: { id } }, signal }))
export const listCaseActs = async ({ id, cursor }: { id: string; cursor?: string }, signal?: AbortSignal): Promise<Page<LoggedAct>> => {
  const asked = client.GET('/cases/{id}/acts', { params: { path: { id }, query: cursor ? { cursor } : {} }, signal })
  const page = await answer<{ rows: LoggedAct[]; next?: string | null }>(asked)
  return { rows: page.rows, next: page.next ?? null, total: null }
}
