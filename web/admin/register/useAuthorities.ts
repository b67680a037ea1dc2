import { computed, reactive, ref } from 'vue'
import { listAuthorities, readAuthorityHistory, type AuthorityRow } from '@/api/register'
import { useResource } from '@/use/useResource'

/** The most rows that the server gives at once. */
const PAGE = '200'

/** Counts what this tab has changed, so that lists are read again. */
const changes = ref(0)
export const authoritiesChanged = () => {
  names.clear()
  asked.clear()
  changes.value += 1
}

/** Every authority that a query finds, page after page. */
export async function allAuthorities(
  query: Parameters<typeof listAuthorities>[0],
  signal?: AbortSignal,
): Promise<AuthorityRow[]> {
  const rows: AuthorityRow[] = []
  let cursor = ''
  do {
    const page = await listAuthorities({ ...query, limit: PAGE, cursor }, signal)
    rows.push(...page.rows)
    cursor = page.next ?? ''
  } while (cursor)
  return rows
}

/** All authorities of a day that the person may see; an empty day is today. */
export function useAuthorities(day: () => string) {
  const resource = useResource(
    () => ({ as_of: day(), changes: changes.value }),
    ({ as_of }, signal) => allAuthorities({ as_of }, signal),
  )
  const byId = computed(() => new Map((resource.data.value ?? []).map((row) => [row.id, row])))
  return { ...resource, byId }
}

const names = reactive(new Map<string, string>())
const asked = new Set<string>()

/**
 * The name of an authority: what it is called on the day, else what it was called last. Empty until
 * it is known; the id where the person may not see it.
 */
export function authorityName(id: string, day: string): string {
  const key = `${id} ${day}`
  const known = names.get(key)
  if (known !== undefined || asked.has(key)) return known ?? ''
  asked.add(key)
  readAuthorityHistory(id).then(
    ({ states }) => {
      const then = states.find((state) => state.valid_from <= day && (!state.valid_to || day < state.valid_to))
      names.set(key, (then ?? states.at(-1))?.name ?? id)
    },
    () => names.set(key, id),
  )
  return ''
}
