import { reactive } from 'vue'
import type { ActOrder } from '@/api/law'
import { useText } from '@/i18n'
import { useSubmit, type Missing } from '@/use/useSubmit'

/** The reason of an act, its check, and the sending of it. */
export function useAct(revision: () => number) {
  const { t } = useText()
  const fields = reactive({ reason: '' })
  const { missing, problem, sending, submit } = useSubmit()

  function send<T>(perform: (order: ActOrder) => Promise<T>, more: Missing[] = []): Promise<T | undefined> {
    const reason = fields.reason.trim()
    const lacks = reason ? more : [...more, { id: 'act-reason', text: t('act.required', { field: t('act.reason') }) }]
    return submit(() => perform({ reason, revision: revision() }), lacks)
  }

  return { fields, missing, problem, sending, send }
}
