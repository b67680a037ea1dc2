import { computed, shallowRef, watchEffect } from 'vue'
import { readAccountNames, type ActRow } from '@/api/ledger'
import { useText, type TextKey } from '@/i18n'
import { useSession } from '@/use/session'

/** The parts of the platform that act by themselves. */
const SYSTEMS = new Set(['access', 'command_line', 'serve', 'set_up'])
const names = shallowRef<ReadonlyMap<string, string>>(new Map())
/** For whom they were asked: somebody else may see other accounts. */
let askedFor = ''

async function ask(account: string): Promise<void> {
  askedFor = account
  names.value = new Map()
  try {
    const found = await readAccountNames()
    if (askedFor === account) names.value = found
  } catch {
    // Without names the ids are shown; the next page asks again.
    askedFor = ''
  }
}

/** Names of those who act, where the reader may see the accounts. */
export function useAccountNames() {
  const { t } = useText()
  const { account, name, may } = useSession()
  watchEffect(() => {
    if (may('account.read') && account.value !== askedFor) void ask(account.value)
  })

  /** Who did it, in the language of the page; the id of an account that has no name here. */
  function nameOf({ actor, actor_kind }: Pick<ActRow, 'actor' | 'actor_kind'>): string {
    if (actor_kind !== 'person') return t('audit.system', { name: SYSTEMS.has(actor) ? t(`audit.systems.${actor}` as TextKey) : actor })
    const known = names.value.get(actor)
    if (actor === account.value) return t('audit.self', { name: known ?? name.value })
    return known ?? actor
  }
  return { names: computed(() => names.value), nameOf }
}
