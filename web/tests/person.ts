import { totp } from './authenticator'

const PASSWORD = '云麓测试口令-又一位-足够长'

/** Asks the API of a server as who has the session (`name=value`, or nobody). */
export async function ask(base: string, session: string, path: string, body?: object) {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', cookie: session },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? session
  const text = await answer.text()
  return { status: answer.status, cookie, body: (text ? JSON.parse(text) : {}) as Record<string, string> }
}

/** A second person, invited by an administrator and signed in: their account and session. `more` is asked of the account, `place` of the role. */
export async function person(base: string, administrator: string, login: string, role?: string, more: object = {}, place: object = { kind: 'whole' }) {
  const made = await ask(base, administrator, '/accounts', { login, name: `测试人员${login}（虚构）`, ...more })
  const account = made.body['account'] ?? ''
  const order = { role, place, from: '2026-01-01', reason: '测试' }
  if (role) await ask(base, administrator, `/accounts/${account}/grants`, order)
  const begun = await ask(base, '', '/sign-in/invitation', { login, code: made.body['code'], password: PASSWORD })
  const enrolment = await ask(base, begun.cookie, '/second-factor', {})
  const code = totp(enrolment.body['secret'] ?? '', Date.now())
  const enrolled = await ask(base, begun.cookie, '/second-factor/confirmation', { code })
  if (enrolled.body['stage'] !== 'signed_in') throw new Error(`${login} is not signed in: ${JSON.stringify(enrolled.body['code'])}`)
  return { account, session: enrolled.cookie }
}
