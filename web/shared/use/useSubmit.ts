import { ref, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

/** A field that is missing, and how to get to it. */
export interface Missing {
  id: string
  text: string
}

/** The sending of a form: once at a time, with what is missing and what the server refused. */
export function useSubmit() {
  const missing = ref<Missing[]>([])
  const problem = shallowRef<Problem>()
  const sending = ref(false)

  /** What `perform` answers; `undefined` where a field is missing or the server refused. */
  async function submit<T>(perform: () => Promise<T>, lacks: Missing[] = []): Promise<T | undefined> {
    if (sending.value) return undefined
    missing.value = lacks
    if (lacks.length) return undefined
    sending.value = true
    problem.value = undefined
    try {
      return await perform()
    } catch (error) {
      problem.value = asProblem(error)
      return undefined
    } finally {
      sending.value = false
    }
  }

  return { missing, problem, sending, submit }
}
