import type { Locale } from '@/i18n'

const TAG = { zh: 'zh-CN', en: 'en-GB' } as const

const two = (value: number) => String(value).padStart(2, '0')

/** An instant as date and minute in the reader's zone: 2026-11-24 09:30. */
export function minuteOf(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** A civil date in running text: 2026年11月24日; 24 November 2026. */
export function longDate(date: string, locale: Locale): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month || !day) return date
  if (locale === 'zh') return `${year}年${month}月${day}日`
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.toLocaleDateString(TAG.en, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}

/** A count with the separators of the language. */
export const count = (value: number, locale: Locale) => value.toLocaleString(TAG[locale])

/** Seconds as 1:05. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
