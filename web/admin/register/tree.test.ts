import { expect, test } from 'vitest'
import type { AuthorityRow } from '@/api/register'
import { treeLines } from './tree'

const row = (code: string, parent: string | null): AuthorityRow => ({
  id: code,
  code,
  name: code,
  name_en: null,
  kind: 'administrative_organ',
  level: 'city',
  parent,
  area: '990100',
  credit_code: null,
  legal_head: null,
  decision: '',
  published_on: null,
  valid_from: '2026-01-01',
  valid_to: null,
})
const rows = [row('B', 'A'), row('C', 'B'), row('A', null), row('D', 'elsewhere'), row('B1', 'A')]
const told = (lines: ReturnType<typeof treeLines>) => lines.map(({ row: { code }, depth }) => `${depth}${code}`)

test('authorities stand under their parents, by number; an unknown parent makes a root', () => {
  expect(told(treeLines(rows, new Set()))).toEqual(['0A', '1B', '2C', '1B1', '0D'])
})

test('what is under a closed one is left out', () => {
  const lines = treeLines(rows, new Set(['B']))
  expect(told(lines)).toEqual(['0A', '1B', '1B1', '0D'])
  expect(lines[1]?.parent).toBe(true)
})

test('what is asked for is shown with the way to it, though it be closed', () => {
  const lines = treeLines(rows, new Set(['A']), new Set(['C']))
  expect(told(lines)).toEqual(['0A', '1B', '2C'])
  expect(lines.map(({ asked }) => asked)).toEqual([false, false, true])
})
