import { useText, type TextKey } from '@/i18n'
import type { Missing } from '@/use/useSubmit'

/** What the server demands of a password; it has the last word. */
const SHORTEST = 12

/** The checks of the sign-in forms before they are sent. */
export function useChecks() {
  const { t } = useText()

  /** The fields, by id with value and label, that are empty. */
  const empty = (fields: [id: string, value: string, label: TextKey][]): Missing[] =>
    fields
      .filter(([, value]) => !value.trim())
      .map(([id, , label]) => ({ id, text: t('act.required', { field: t(label) }) }))

  /** What is wrong with a new password. */
  function wrongPassword(password: string, again: string): Missing[] {
    if ([...password].length < SHORTEST) return [{ id: 'new-password', text: t('password.rules') }]
    return password === again ? [] : [{ id: 'new-password-again', text: t('password.differs') }]
  }

  return { empty, wrongPassword }
}
