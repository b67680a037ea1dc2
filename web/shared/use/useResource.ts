import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { asProblem, isAbort, type Problem } from '@/api/problem'

/** How long an answer may take before the page shows that it is waiting. */
const SLOW_AFTER_MS = 300

export interface Resource<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<Problem | undefined>
  /** A request is under way. */
  loading: Ref<boolean>
  /** …for longer than {@link SLOW_AFTER_MS}. */
  slow: Ref<boolean>
  reload: () => Promise<void>
}

/**
 * What `load` answers for the current `key`; `null` means: nothing to ask.
 *
 * A new key aborts the request of the old one, and an answer that comes late is dropped. The last
 * answer stays visible while the next is awaited, so that a list does not blink while one types.
 */
export function useResource<K, T>(
  key: () => K | null,
  load: (key: K, signal: AbortSignal) => Promise<T>,
  debounceMs = 0,
): Resource<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const loading = ref(false)
  const slow = ref(false)
  let current: AbortController | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined

  function stop() {
    current?.abort()
    clearTimeout(waiting)
  }

  async function run(asked: K | null): Promise<void> {
    stop()
    if (asked === null) {
      data.value = undefined
      loading.value = slow.value = false
      return
    }
    const mine = (current = new AbortController())
    loading.value = true
    const timer = setTimeout(() => (slow.value = mine === current), SLOW_AFTER_MS)
    try {
      const answer = await load(asked, mine.signal)
      if (mine !== current) return
      data.value = answer
      problem.value = undefined
    } catch (error) {
      if (mine === current && !isAbort(error)) problem.value = asProblem(error)
    } finally {
      clearTimeout(timer)
      if (mine === current) loading.value = slow.value = false
    }
  }

  function later(asked: K | null) {
    if (debounceMs === 0 || data.value === undefined) return void run(asked)
    clearTimeout(waiting)
    waiting = setTimeout(() => void run(asked), debounceMs)
  }

  watch(() => JSON.stringify(key()), () => later(key()), { immediate: true })
  onScopeDispose(stop)
  return { data, problem, loading, slow, reload: () => run(key()) }
}
