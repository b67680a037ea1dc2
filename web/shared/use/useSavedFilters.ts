import { computed } from 'vue'
import { keptChoice } from './useStored'

/** Filters under a name. */
export interface SavedFilter {
  name: string
  values: Record<string, string>
}

/** What was kept, as far as it can be read: another version of the page may have written it. */
function read(text: string): SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(text)
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.name === 'string' && typeof one?.values === 'object') : []
  } catch {
    return []
  }
}

/** The filters of a list that this browser keeps, the newest last; one for each name. */
export function useSavedFilters(list: string) {
  const text = keptChoice(`filters.${list}`, '')
  const saved = computed({
    get: () => read(text.value),
    set: (now: SavedFilter[]) => (text.value = now.length ? JSON.stringify(now) : ''),
  })
  const others = (name: string) => saved.value.filter((one) => one.name !== name)
  const keep = (name: string, filters: Record<string, string>) => {
    const values = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
    saved.value = [...others(name), { name, values }]
  }
  const drop = (name: string) => (saved.value = others(name))
  return { saved, keep, drop }
}
