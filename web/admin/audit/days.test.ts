import { expect, test } from 'vitest'
import { startOf } from './days'

test('a day begins at midnight of the reader, and ends where the next begins', () => {
  expect(new Date(startOf('2026-11-24')).getHours()).toBe(0)
  expect(new Date(startOf('2026-11-30', 1)).getDate()).toBe(1)
  const hours = (Date.parse(startOf('2026-11-24', 1)) - Date.parse(startOf('2026-11-24'))) / 3_600_000
  expect(hours).toBeGreaterThanOrEqual(23)
})

test('no day is no instant', () => {
  expect(startOf('')).toBe('')
  expect(startOf('soon', 1)).toBe('')
})
