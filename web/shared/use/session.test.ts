import { beforeEach, expect, test, vi } from 'vitest'

const SESSION = { account: '1', name: '林设置', officer: null, roles: [{ role: 'auditor', place_kind: 'whole', place: null }], actions: ['account.read'] }
const asked: string[] = []
let answers: [status: number, body: unknown][] = []

/** The store anew, as a page that is opened has it. */
async function fresh() {
  vi.resetModules()
  const [store, { whenNobody }] = await Promise.all([import('./session'), import('@/api/client')])
  return { ...store, whenNobody }
}

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    const [status, body] = answers.shift() ?? [500, {}]
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
})

test('the server is asked once who is signed in, whatever the number of pages', async () => {
  answers = [[200, SESSION]]
  const { useSession, knownSession } = await fresh()
  const session = useSession()
  useSession()
  expect(session.known.value).toBe(false)
  expect(session.may('account.read')).toBe(false)
  await knownSession()
  expect(asked).toEqual(['GET /api/v1/session'])
  expect(session.name.value).toBe('林设置')
  expect(session.may('account.read')).toBe(true)
  expect(session.may('account.write')).toBe(false)
})

test('nobody is signed in, and may do nothing', async () => {
  answers = [[401, { code: 'access.not_signed_in' }]]
  const { useSession, knownSession, whenNobody } = await fresh()
  const led = vi.fn()
  whenNobody(led)
  const session = useSession()
  await knownSession()
  expect(session.known.value && !session.signedIn.value).toBe(true)
  expect(session.incomplete.value).toBe(false)
  expect(led).not.toHaveBeenCalled()
})

test('a sign-in that is half done is known as such', async () => {
  answers = [[401, { code: 'access.sign_in_incomplete' }]]
  const { useSession, knownSession } = await fresh()
  await knownSession()
  expect(useSession().incomplete.value).toBe(true)
})

test('who signs out is forgotten only when the server took it', async () => {
  answers = [[200, SESSION], [503, { code: 'access.busy' }], [204, null]]
  const { useSession, knownSession } = await fresh()
  const session = useSession()
  await knownSession()
  await expect(session.signOut()).rejects.toMatchObject({ code: 'access.busy' })
  expect(session.signedIn.value).toBe(true)
  await session.signOut()
  expect(session.signedIn.value).toBe(false)
})

test.each([
  ['a page that cannot be read', 'access.not_signed_in', [true]],
  ['a wrong code, which is no end of a session', 'access.code_wrong', undefined],
])('%s', async (_, code, expected) => {
  answers = [[401, { code }]]
  const { whenNobody } = await fresh()
  const { listAccounts } = await import('@/api/access')
  const led = vi.fn()
  whenNobody(led)
  await expect(listAccounts()).rejects.toMatchObject({ status: 401, code })
  if (expected) expect(led).toHaveBeenCalledWith(...expected)
  else expect(led).not.toHaveBeenCalled()
})

test('a change that nobody may make is told apart from a look', async () => {
  answers = [[401, { code: 'access.not_signed_in' }]]
  const { whenNobody } = await fresh()
  const { lockAccount } = await import('@/api/access')
  const led = vi.fn()
  whenNobody(led)
  await expect(lockAccount('1', '试')).rejects.toMatchObject({ status: 401 })
  expect(led).toHaveBeenCalledWith(false)
})
