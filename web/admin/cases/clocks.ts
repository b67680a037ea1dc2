import type { ClockRun } from '@/api/cases'

export type ClockLook = 'running' | 'paused' | 'ended' | 'over'

/** How a clock stands on a day. */
export function clockLook(clock: ClockRun, day: string): ClockLook {
  if (clock.ended_on) return 'ended'
  const last = clock.pauses?.at(-1)
  if (last && !last.to) return 'paused'
  return clock.due_on && clock.due_on < day ? 'over' : 'running'
}

/** How many days lie from one day to another. */
export const daysTo = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

const place = (clock: ClockRun) => `${clock.ended_on ? 1 : 0}${clock.due_on ?? '9999'}`

/** Those that run come first, by their last day; those that ended last. */
export const inOrder = (clocks: readonly ClockRun[]): ClockRun[] =>
  clocks.toSorted((a, b) => place(a).localeCompare(place(b)))
