import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ACT_GROUPS, actName, kindsOf } from './acts'

const kinds = ACT_GROUPS.flatMap((group) => kindsOf(group).split(','))

test('each kind stands in one group, under a name in both languages', () => {
  expect(new Set(kinds).size).toBe(kinds.length)
  for (const kind of kinds) {
    expect(actName(kind, 'zh')).toMatch(/^[\u4e00-\u9fff]+$/u)
    expect(actName(kind, 'en')).toMatch(/^[A-Z][a-z ]+$/u)
  }
})

test('an unknown kind is shown as it is', () => {
  expect(actName('case.filed', 'zh')).toBe('case.filed')
  expect(kindsOf('nothing')).toBe('')
})

test('a group fits into the filter of the trail', () => {
  for (const group of ACT_GROUPS) expect(kindsOf(group).length).toBeLessThanOrEqual(500)
})

test('the kinds that access records have names', () => {
  const room = join(import.meta.dirname, '../../../crates/access/src')
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rs'))
  const code = files.map((file) => readFileSync(join(room, file), 'utf8')).join('\n')
  const recorded = [...code.matchAll(/\bact\(\s*"(access\.\w+)"/gu)].map(([, kind]) => kind ?? '')
  expect(recorded.length).toBeGreaterThan(5)
  expect(recorded.filter((kind) => !kinds.includes(kind))).toEqual([])
})
