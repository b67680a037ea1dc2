import { computed, ref, shallowRef, watch } from 'vue'
import type { Page } from '@/api/types'
import { asProblem } from '@/api/problem'
import { useResource } from './useResource'

/** A list that is read page by page with the server's cursor. */
export function usePages<Query extends object, T>(
  query: () => Query | null,
  load: (query: Query & { cursor?: string }, signal: AbortSignal) => Promise<Page<T>>,
  debounceMs = 0,
) {
  const first = useResource(query, load, debounceMs)
  const more = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const loadingMore = ref(false)

  watch(first.data, (page) => {
    more.value = []
    next.value = page?.next ?? null
  })

  async function loadMore() {
    const asked = query()
    if (!next.value || !asked || loadingMore.value) return
    const of = first.data.value
    loadingMore.value = true
    try {
      const page = await load({ ...asked, cursor: next.value }, new AbortController().signal)
      if (of !== first.data.value) return
      more.value = [...more.value, ...page.rows]
      next.value = page.next
    } catch (error) {
      first.problem.value = asProblem(error)
    } finally {
      loadingMore.value = false
    }
  }

  const rows = computed<T[]>(() => [...(first.data.value?.rows ?? []), ...more.value])
  return { ...first, rows, total: computed(() => first.data.value?.total ?? null), next, loadingMore, loadMore }
}
