import { computed, watch } from 'vue'
import { keptChoice } from '@/use/useStored'
import type cases from './cases.zh'
import en from './en'
import type ledger from './ledger.zh'
import type packs from './packs.zh'
import type powers from './powers.zh'
import type register from './register.zh'
import zh, { type Messages } from './zh'

export type Locale = 'zh' | 'en'

/** Every key of the Chinese texts, dotted: `items.title`. */
export type TextKey = Leaves<Messages & typeof register & typeof powers & typeof ledger & typeof packs & typeof cases>
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]

const LANG: Record<Locale, string> = { zh: 'zh-CN', en: 'en' }
const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang')
const chosen = keptChoice('locale', 'zh')
if (asked === 'en' || asked === 'zh') chosen.value = asked

const locale = computed<Locale>({
  get: () => (chosen.value === 'en' ? 'en' : 'zh'),
  set: (value) => (chosen.value = value),
})

watch(locale, (value) => (document.documentElement.lang = LANG[value]), { immediate: true })

type Tree = { [key: string]: string | Tree }
const TEXTS: Record<Locale, Tree> = { zh: { ...zh }, en: { ...en } }

/** Adds the texts of a room, which come with its pages and not before. */
export function addTexts(more: Record<Locale, Tree>): void {
  Object.assign(TEXTS.zh, more.zh)
  Object.assign(TEXTS.en, more.en)
}

/** The text of a key in the language of the page, with its `{name}` filled in. */
function t(key: TextKey, values: Record<string, string | number> = {}): string {
  const found = key.split('.').reduce<string | Tree | undefined>(
    (at, part) => (typeof at === 'object' ? at[part] : undefined),
    TEXTS[locale.value],
  )
  const text = typeof found === 'string' ? found : key
  return text.replace(/\{(\w+)\}/gu, (hole, name: string) => String(values[name] ?? hole))
}

/** Texts with checked keys, and the language of the page. */
export const useText = () => ({ t, locale })

/** What the server says in two languages, in the language of the page. */
export const ofTwo = (zhText: string, enText: string | undefined) => (locale.value === 'en' && enText ? enText : zhText)
