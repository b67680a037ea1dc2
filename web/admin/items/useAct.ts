import { reactive, ref } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import type { ActOrder } from '@/api/law'
import { useText } from '@/i18n'
import { actor, token } from '@/use/useStored'

/** A field that is missing, and how to get to it. */
export interface Missing {
  id: string
  text: string
}

/** Name, reason and token of an act, their checks, and the sending of it. */
export function useAct(revision: () => number) {
  const { t } = useText()
  const fields = reactive({ actor: actor.value, reason: '', token: '' })
  const missing = ref<Missing[]>([])
  const problem = ref<Problem>()
  const sending = ref(false)

  function check(more: Missing[] = []): boolean {
    const named = (['actor', 'reason', 'token'] as const)
      .filter((name) => !(name === 'token' ? token.value || fields.token.trim() : fields[name].trim()))
      .map((name) => ({ id: `act-${name}`, text: t('act.required', { field: t(`act.${name}`) }) }))
    missing.value = [...more, ...named]
    return missing.value.length === 0
  }

  async function send<T>(perform: (order: ActOrder) => Promise<T>, more: Missing[] = []): Promise<T | undefined> {
    if (sending.value || !check(more)) return undefined
    sending.value = true
    problem.value = undefined
    actor.value = fields.actor.trim()
    if (fields.token.trim()) token.value = fields.token.trim()
    try {
      return await perform({
        actor: actor.value,
        reason: fields.reason.trim(),
        token: token.value,
        revision: revision(),
      })
    } catch (error) {
      problem.value = asProblem(error)
      if (problem.value.status === 401) token.value = fields.token = ''
      return undefined
    } finally {
      sending.value = false
    }
  }

  return { fields, missing, problem, sending, send }
}
