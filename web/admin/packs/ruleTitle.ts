import type { PackRule, PackText } from '@/api/packs'
import { ofTwo, type useText, type TextKey } from '@/i18n'

/** A text of a pack in the language of the page. */
export const inPage = (text: PackText) => ofTwo(text.zh, text.en)

/** What a rule is called; one without a name by its statute or its section. */
export function ruleTitle(rule: PackRule, { t }: ReturnType<typeof useText>): string {
  if (rule.name) return inPage(rule.name)
  const statute = rule.content['statute']
  if (typeof statute === 'string') return `${t('packs.sections.rules')}：《${statute}》`
  return rule.id || kindText(rule.kind, { t })
}

/** A kind of file in the language of the page. */
export const kindText = (kind: string, { t }: Pick<ReturnType<typeof useText>, 't'>): string => t(`packs.kinds.${kind}` as TextKey)

/** Enough of a digest to tell versions apart. */
export const shortDigest = (digest: string) => digest.replace('sha256:', '').slice(0, 12)
