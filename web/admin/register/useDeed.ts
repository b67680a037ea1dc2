import { reactive, ref } from 'vue'
import type { OnDay } from '@/api/register'
import { asProblem, type Problem } from '@/api/problem'
import { useText } from '@/i18n'
import { today } from '@/text/day'

/** A field that is missing, and how to get to it. */
export interface Missing {
  id: string
  text: string
}

/** A field that must be filled: its id, its name, what stands in it. */
export type Needed = [id: string, name: string, value: string | undefined | null]

/** Day and reason of a change of the register, their checks, and the sending of it. */
export function useDeed() {
  const { t } = useText()
  const deed = reactive<OnDay>({ on: today(), reason: '' })
  const missing = ref<Missing[]>([])
  const problem = ref<Problem>()
  const sending = ref(false)

  function check(needed: Needed[], more: Missing[]): boolean {
    const all: Needed[] = [...needed, ['deed-on', t('register.on'), deed.on], ['deed-reason', t('register.reason'), deed.reason]]
    const lacking = all.filter(([, , value]) => !value?.trim())
    missing.value = [...more, ...lacking.map(([id, field]) => ({ id, text: t('act.required', { field }) }))]
    return missing.value.length === 0
  }

  /** Sends what `perform` makes of the deed; true where it was done. */
  async function send(
    perform: (deed: OnDay) => Promise<unknown>,
    needed: Needed[] = [],
    more: Missing[] = [],
  ): Promise<boolean> {
    if (sending.value || !check(needed, more)) return false
    sending.value = true
    problem.value = undefined
    try {
      await perform({ on: deed.on, reason: deed.reason.trim() })
      return true
    } catch (error) {
      problem.value = asProblem(error)
      return false
    } finally {
      sending.value = false
    }
  }

  return { deed, missing, problem, sending, send }
}

export type DeedForm = ReturnType<typeof useDeed>
