/** Who is signed in, asked once for every page. */
import { computed, ref, shallowRef } from 'vue'
import { endSession, readSession } from '@/api/access'
import { asProblem, type Problem } from '@/api/problem'
import type { Session } from '@/api/types'

/** `undefined` until the server has said; `null` when nobody is signed in. */
const session = shallowRef<Session | null>()
/** A sign-in was begun and not ended. */
const incomplete = ref(false)
const problem = shallowRef<Problem>()
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  try {
    const now = await readSession()
    session.value = now.session
    incomplete.value = now.incomplete
    problem.value = undefined
  } catch (error) {
    problem.value = asProblem(error)
    session.value ??= null
  }
}

/** Asks the server again who is signed in. */
export const reloadSession = (): Promise<void> => (asked = ask())
/** Waits until the server has said who is signed in. */
export const knownSession = (): Promise<void> => (asked ??= ask())

/** Signs out: throws a `Problem` where the server did not take it. */
async function signOut(): Promise<void> {
  await endSession()
  session.value = null
  incomplete.value = false
}

/** The server said that nobody is signed in any more. */
export function forgetSession(): void {
  if (session.value) session.value = null
}

/** Whether the person may do an action with some record today; the server decides of each. */
const may = (action: string): boolean => session.value?.actions.includes(action) ?? false

/** Who is signed in, and what they may do. */
export function useSession() {
  void knownSession()
  return {
    /** The server has said who is signed in. */
    known: computed(() => session.value !== undefined),
    signedIn: computed(() => Boolean(session.value)),
    incomplete,
    problem,
    account: computed(() => session.value?.account ?? ''),
    name: computed(() => session.value?.name ?? ''),
    officer: computed(() => session.value?.officer ?? null),
    roles: computed(() => session.value?.roles ?? []),
    may,
    reload: reloadSession,
    signOut,
  }
}
