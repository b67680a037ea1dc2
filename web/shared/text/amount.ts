import type { Fine } from '@/api/types'
import type { Locale } from '@/i18n'
import pack from '../../../packs/cn/fine-bases.json'

const WAN = 10_000
const YI = 100_000_000

/** Rounds away what floating point adds (0.1 + 0.2), keeping four decimals. */
const plain = (value: number) => String(Math.round(value * 10_000) / 10_000)

/** A sum in 元 in human words: 3万元, 1.5亿元; ¥30,000. */
export function yuan(value: number, locale: Locale): string {
  if (locale === 'en') return `¥${value.toLocaleString('en-US', { maximumFractionDigits: 4 })}`
  if (value >= YI && (value % (YI / 100)) === 0) return `${plain(value / YI)}亿元`
  if (value >= WAN && (value % (WAN / 100)) === 0) return `${plain(value / WAN)}万元`
  return `${plain(value)}元`
}

function quantity(fine: Fine, locale: Locale): (value: number) => string {
  if (fine.basis === 'multiple') return (value) => (locale === 'en' ? `${plain(value)}×` : `${plain(value)}倍`)
  if (fine.basis === 'percent') return (value) => `${plain(value)}%`
  return (value) => yuan(value, locale)
}

function bound(word: 'up' | 'from', amount: string, inclusive: boolean, locale: Locale): string {
  if (locale === 'en') {
    const words = { up: inclusive ? 'up to' : 'under', from: inclusive ? 'from' : 'over' }
    return `${words[word]} ${amount}`
  }
  if (!inclusive) return `${word === 'up' ? '不满' : '超过'}${amount}`
  return `${amount}${word === 'up' ? '以下' : '以上'}`
}

function range(fine: Fine, locale: Locale): string {
  const say = quantity(fine, locale)
  const { min, max, inclusive } = fine
  if (min === null && max === null) return locale === 'en' ? 'amount not stated' : '未规定数额'
  if (min === null) return bound('up', say(max ?? 0), inclusive, locale)
  if (max === null) return bound('from', say(min), inclusive, locale)
  return min === max ? say(min) : `${say(min)}—${say(max)}`
}

/** What statutes count by, in English; other words stay as they are written. */
const BASES: Record<string, string> = pack.bases
const baseText = (word: string) => BASES[word] ?? word

function base(fine: Fine, locale: Locale): string {
  const parts = (fine.base ?? '').split('|').filter(Boolean)
  if (parts.length === 0) return ''
  if (fine.basis === 'per_unit') {
    return locale === 'en' ? `per ${parts.map(baseText).join(' per ')}: ` : `每${parts.join('每')} `
  }
  return locale === 'en' ? ` of ${parts.map(baseText).join(' or ')}` : `${parts.join('、')}的 `
}

/** The amount of a fine as an officer would say it: 货值金额的 10倍—20倍. */
export function fineText(fine: Fine, locale: Locale): string {
  const amount = fine.basis === 'unspecified' ? range({ ...fine, min: null, max: null }, locale) : range(fine, locale)
  const counted = base(fine, locale)
  const cap = fine.cap ? (locale === 'en' ? `, at most ${yuan(fine.cap, locale)}` : `，最高不超过${yuan(fine.cap, locale)}`) : ''
  if (locale === 'en' && fine.basis !== 'per_unit') return `${amount}${counted}${cap}`
  return `${counted}${amount}${cap}`
}
