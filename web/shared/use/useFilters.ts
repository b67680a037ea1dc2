import { reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Filters that live in the address of the page, so that a list can be bookmarked, sent and come
 * back to. Empty values are left out of the address.
 */
export function useFilters<N extends string>(names: readonly N[], defaults: Partial<Record<N, string>> = {}) {
  const route = useRoute()
  const router = useRouter()
  /** A page stays the same where only the id in its path is another. */
  const pattern = () => route.matched.at(-1)?.path
  const home = pattern()
  const at = (name: N) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : (defaults[name] ?? '')
  }
  const filters = reactive(Object.fromEntries(names.map((name) => [name, at(name)]))) as Record<N, string>

  watch(
    () => route.query,
    () => {
      if (pattern() === home) for (const name of names) if (filters[name] !== at(name)) filters[name] = at(name)
    },
  )
  watch(filters, () => {
    if (pattern() !== home) return
    const query: Record<string, string> = {}
    for (const name of names) if (filters[name] !== (defaults[name] ?? '')) query[name] = filters[name]
    void router.replace({ query, hash: route.hash })
  })

  const active = () => names.filter((name) => name !== ('q' as N) && filters[name] !== (defaults[name] ?? '')).length
  const clear = () => {
    for (const name of names) filters[name] = defaults[name] ?? ''
  }
  return { filters, active, clear }
}
