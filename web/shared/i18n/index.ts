import { createI18n } from 'vue-i18n'
import { computed, watch } from 'vue'
import { keptChoice } from '@/use/useStored'
import en from './en'
import zh, { type Messages } from './zh'

export type Locale = 'zh' | 'en'

/** Every key of the Chinese texts, dotted: `items.title`. */
export type TextKey = Leaves<Messages>
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]

const LANG: Record<Locale, string> = { zh: 'zh-CN', en: 'en' }
const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang')
const chosen = keptChoice('locale', 'zh')
if (asked === 'en' || asked === 'zh') chosen.value = asked

export const i18n = createI18n({
  legacy: false,
  locale: chosen.value === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

const locale = computed<Locale>({
  get: () => (i18n.global.locale.value === 'en' ? 'en' : 'zh'),
  set: (value) => {
    i18n.global.locale.value = value
    chosen.value = value
  },
})

watch(locale, (value) => (document.documentElement.lang = LANG[value]), { immediate: true })

/** The text of a key in the language of the page. */
function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return i18n.global.t(key, values)
}

/** Texts with checked keys, and the language of the page. */
export const useText = () => ({ t, locale })

/** What the server says in two languages, in the language of the page. */
export const ofTwo = (zhText: string, enText: string | undefined) => (locale.value === 'en' && enText ? enText : zhText)
