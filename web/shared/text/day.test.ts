import { expect, test } from 'vitest'
import { readDay, shiftDay } from './day'

test.each(['2026-11-24', '2026.11.24', '2026/11/24', '20261124', '2026年11月24日', ' 2026-11-24 ', '２０２６-11-24'])(
  'the day %j is read',
  (typed) => {
    expect(readDay(typed)).toBe('2026-11-24')
  },
)

test('one-figure months and days are filled up', () => {
  expect(readDay('2026-1-5')).toBe('2026-01-05')
})

test('an empty field means no day', () => {
  expect(readDay('  ')).toBe('')
})

test.each(['2026-13-01', '2026-02-29', '2026-04-31', '2026-00-10', '明天', '26-1-1', '2026-11'])('%j is no day', (typed) => {
  expect(readDay(typed)).toBeNull()
})

test('a leap day exists in a leap year', () => {
  expect(readDay('2024-02-29')).toBe('2024-02-29')
})

test('a day is shifted over the ends of months and years', () => {
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01')
  expect(shiftDay('2028-03-01', -1)).toBe('2028-02-29')
})
