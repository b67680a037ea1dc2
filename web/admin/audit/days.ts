/** The instant at which a day begins in the reader's zone, some days later; empty for no day. */
export function startOf(day: string, later = 0): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return ''
  return new Date(year, month - 1, date + later).toISOString()
}
