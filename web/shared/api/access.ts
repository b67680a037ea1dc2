/** Sign-in and accounts, one function for each operation. */
import { answer, client } from './client'
import { Problem, problemOf } from './problem'
import type { components } from './schema'
import type { Account, AccountPage, AccountView, Place, RoleGrant, Session } from './types'

type Schemas = components['schemas']
/** How far a sign-in has come. */
export type Stage = Schemas['Stage']
type Step = { stage: Stage }
export type Provider = Schemas['ProviderView']

/** Who is signed in; null when nobody is, or not yet wholly. */
export async function readSession(): Promise<{ session: Session | null; incomplete: boolean }> {
  const { data, error, response } = await client.GET('/session')
  if (response.ok) return { session: data as Session, incomplete: false }
  const problem = new Problem(response.status, problemOf(error))
  if (response.status !== 401) throw problem
  return { session: null, incomplete: problem.code === 'access.sign_in_incomplete' }
}

export const signIn = (login: string, password: string) =>
  answer<Step>(client.POST('/sign-in', { body: { login, password } }))
export const proveFactor = (code: string) => answer<Step>(client.POST('/sign-in/second-factor', { body: { code } }))
export const endSession = () => answer<void>(client.DELETE('/session'))
export const listProviders = () => answer<Provider[]>(client.GET('/sign-in/providers'))

export const readSetUp = () => answer<{ needed: boolean }>(client.GET('/set-up'))
export const setUp = (body: Schemas['SetUpRequest']) => answer<Step>(client.POST('/set-up', { body }))
export const acceptInvitation = (body: Schemas['InvitationRequest']) =>
  answer<Step>(client.POST('/sign-in/invitation', { body }))
export const recover = (body: Schemas['RecoverRequest']) => answer<Step>(client.POST('/sign-in/recovery', { body }))
export const changePassword = (current: string, now: string) =>
  answer<void>(client.POST('/password', { body: { current, new: now } }))

/** Begins to enrol a second factor; who is signed in gives the password again. */
export const beginEnrolment = (password: string | null) =>
  answer<Schemas['EnrolmentView']>(client.POST('/second-factor', { body: { password } }))
export const confirmEnrolment = (code: string) =>
  answer<Step & { recovery_codes: string[] }>(client.POST('/second-factor/confirmation', { body: { code } }))

const of = (id: string) => ({ params: { path: { id } } })

export const listAccounts = (cursor?: string, signal?: AbortSignal) =>
  answer<AccountPage>(client.GET('/accounts', { params: { query: cursor ? { cursor } : {} }, signal }))
export const readAccount = (id: string, signal?: AbortSignal) =>
  answer<AccountView>(client.GET('/accounts/{id}', { ...of(id), signal }))
export const makeAccount = (body: Schemas['AccountRequest']) =>
  answer<Schemas['InvitationView']>(client.POST('/accounts', { body }))
export const inviteAgain = (id: string) =>
  answer<Schemas['InvitationView']>(client.POST('/accounts/{id}/invitation', of(id)))
export const lockAccount = (id: string, reason: string) =>
  answer<Account>(client.POST('/accounts/{id}/lock', { ...of(id), body: { reason } }))
export const unlockAccount = (id: string, reason: string) =>
  answer<Account>(client.POST('/accounts/{id}/unlock', { ...of(id), body: { reason } }))
export const linkIdentity = (id: string, provider: string, subject: string) =>
  answer<void>(client.POST('/accounts/{id}/identities', { ...of(id), body: { provider, subject } }))
export const grantRole = (id: string, body: Omit<Schemas['GrantRequest'], 'place'> & { place: Place }) =>
  answer<RoleGrant>(client.POST('/accounts/{id}/grants', { ...of(id), body: body as never }))
export const revokeRole = (id: string, grant: string, reason: string) =>
  answer<RoleGrant>(
    client.POST('/accounts/{id}/grants/{grant}/revocation', { params: { path: { id, grant } }, body: { reason } }),
  )
export const askRecovery = (id: string, reason: string) =>
  answer<{ id: string }>(client.POST('/accounts/{id}/recovery', { ...of(id), body: { reason } }))
export const approveRecovery = (id: string) =>
  answer<{ half: string; complete: boolean }>(client.POST('/recoveries/{id}/approval', of(id)))

/** What the register knows of an authority, as far as accounts need it. */
export interface NamedAuthority {
  id: string
  name: string
}
export const findAuthorities = (q: string, signal?: AbortSignal) =>
  answer<{ rows: NamedAuthority[] }>(client.GET('/authorities', { params: { query: { q, limit: 8 } }, signal }))
export const nameAuthority = (id: string, signal?: AbortSignal) =>
  answer<NamedAuthority>(client.GET('/authorities/{id}', { ...of(id), signal }))
