import { computed } from 'vue'
import { listAuthorities } from '@/api/powers'
import { useResource } from '@/use/useResource'
import { nameOf } from './terms'

/** The authorities of today as choices, by number; a city has some hundred at most. */
export function useAuthorities() {
  const { data } = useResource(() => 'authorities', (_, signal) => listAuthorities(signal))
  const choices = computed(() => (data.value?.rows ?? []).map((row) => ({ value: row.id, label: `${row.code} ${nameOf(row)}` })))
  const rows = computed(() => data.value?.rows ?? [])
  return { choices, rows }
}
