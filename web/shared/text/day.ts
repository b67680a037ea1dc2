/** Days of the months of a common year; February is corrected for leap years. */
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/**
 * A typed day as `YYYY-MM-DD`: 2026-11-24, 2026.11.24, 2026/11/24, 20261124 and 2026年11月24日 are
 * read. Empty stays empty; anything else is `null`.
 */
export function readDay(typed: string): string | null {
  const text = typed.trim().normalize('NFKC')
  if (text === '') return ''
  const match = /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$/u.exec(text)
  if (!match) return null
  const [year, month, day] = [match[1], match[2] ?? match[4], match[3] ?? match[5]].map(Number)
  if (!year || !month || !day || month > 12) return null
  if (day > (LENGTHS[month - 1] ?? 0) + (month === 2 && leap(year) ? 1 : 0)) return null
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

/** The day so many days after another; both as `YYYY-MM-DD`. */
export function shiftDay(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

/** Today in Beijing, as `YYYY-MM-DD`. */
export const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
