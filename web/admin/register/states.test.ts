import { expect, test } from 'vitest'
import type { Certificate } from '@/api/register'
import { certificateState, spanState } from './states'

const certificate = (status: Certificate['status']): Certificate => ({
  id: 'c',
  number: 'YL-0001',
  field: '市容',
  area: '990101',
  issued_on: '2026-01-01',
  expires_on: '2026-12-31',
  status,
  history: [],
})

test('a span ends before its last boundary and begins on its first', () => {
  const span = { valid_from: '2026-01-01', valid_to: '2027-01-01' }
  expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => spanState(span, day))).toEqual([
    'future',
    'held',
    'held',
    'past',
  ])
  expect(spanState({ ...span, valid_to: null }, '2099-01-01')).toBe('held')
})

test('a certificate counts on its last day and not after it', () => {
  const states = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => certificateState(certificate('valid'), day))
  expect(states).toEqual(['future', 'valid', 'valid', 'expired'])
})

test('a status other than valid is told before the term', () => {
  expect(certificateState(certificate('suspended'), '2026-06-01')).toBe('suspended')
  expect(certificateState(certificate('cancelled'), '2027-06-01')).toBe('cancelled')
  expect(certificateState(null, '2026-06-01')).toBe('none')
})
