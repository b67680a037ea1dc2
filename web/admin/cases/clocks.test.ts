import { expect, test } from 'vitest'
import type { ClockRun } from '@/api/cases'
import { clockLook, daysTo, inOrder } from './clocks'

const clock = (more: Partial<ClockRun>): ClockRun => ({
  clock: 'decision',
  term: 'penalty.decision',
  started_at: '2026-11-01T09:00:00',
  due_on: '2027-01-30',
  ...more,
})

test('a clock runs until its last day, and is over on the day after', () => {
  expect(clockLook(clock({}), '2027-01-30')).toBe('running')
  expect(clockLook(clock({}), '2027-01-31')).toBe('over')
})

test('a pause that lasts stops it, a pause that ended does not, and what has happened ends it', () => {
  const pause = { from: '2026-12-01', because: 'order_test' }
  expect(clockLook(clock({ pauses: [pause] }), '2027-06-01')).toBe('paused')
  expect(clockLook(clock({ pauses: [{ ...pause, to: '2026-12-05' }] }), '2026-12-20')).toBe('running')
  expect(clockLook(clock({ ended_on: '2026-12-10' }), '2027-06-01')).toBe('ended')
})

test('days are counted over the end of a month and backwards', () => {
  expect(daysTo('2026-11-24', '2026-12-01')).toBe(7)
  expect(daysTo('2027-03-01', '2027-02-28')).toBe(-1)
})

test('those that run come by their last day, those that stand still after, those that ended last', () => {
  const given = [
    clock({ clock: 'ended', due_on: '2026-11-02', ended_on: '2026-11-02' }),
    { clock: 'still', term: 'penalty.service', started_at: '2026-11-01T09:00:00' },
    clock({ clock: 'late' }),
    clock({ clock: 'soon', due_on: '2026-12-01' }),
  ]
  expect(inOrder(given).map((one) => one.clock)).toEqual(['soon', 'late', 'still', 'ended'])
})
