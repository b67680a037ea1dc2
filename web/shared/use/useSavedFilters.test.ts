import { beforeEach, expect, test } from 'vitest'
import { useSavedFilters } from './useSavedFilters'

beforeEach(() => localStorage.clear())

test('a saved filter is there after the page is opened again, without its empty values', () => {
  useSavedFilters('items').keep('养犬', { q: '犬', kind: 'penalty', level: '' })
  expect(useSavedFilters('items').saved.value).toEqual([{ name: '养犬', values: { q: '犬', kind: 'penalty' } }])
  expect(useSavedFilters('statutes').saved.value).toEqual([])
})

test('a name is kept once, and can be dropped', () => {
  const { saved, keep, drop } = useSavedFilters('items')
  keep('养犬', { q: '犬' })
  keep('灯会', { q: '灯' })
  keep('养犬', { q: '犬只' })
  expect(saved.value.map(({ name, values }) => [name, values['q']])).toEqual([['灯会', '灯'], ['养犬', '犬只']])
  drop('灯会')
  drop('养犬')
  expect(localStorage.length).toBe(0)
})

test('what cannot be read counts as nothing', () => {
  localStorage.setItem('xiezhi.filters.items', '{"broken')
  expect(useSavedFilters('items').saved.value).toEqual([])
  localStorage.setItem('xiezhi.filters.items', '[null, {"name": 1}]')
  expect(useSavedFilters('items').saved.value).toEqual([])
})
