import { expect, test } from 'vitest'
import type { CitationSpan } from '@/api/types'
import { pieces } from './marked'

const citation = (start: number, end: number): CitationSpan => ({
  start, end, text: '', targets: ['law/云麓市养犬管理条例@2023-06-01#3'], resolved: true, reason: null,
})

test('hits are cut out of the text', () => {
  expect(pieces('擅自占用道路的', [[2, 4]]).map((piece) => [piece.text, piece.marked])).toEqual([
    ['擅自', false],
    ['占用', true],
    ['道路的', false],
  ])
})

test('the pieces join to the text whatever the stretches are', () => {
  const text = '违反本条例第三条规定的，处五百元罚款'
  for (const stretches of [[], [[0, 99]], [[-3, 2]], [[4, 9], [6, 12]], [[5, 5]]] as [number, number][][]) {
    expect(pieces(text, stretches, [citation(2, 8)]).map((piece) => piece.text).join('')).toBe(text)
  }
})

test('a citation keeps its target when a hit lies within it', () => {
  const found = pieces('违反本条例第三条规定的', [[5, 8]], [citation(2, 8)])
  expect(found.filter((piece) => piece.citation).map((piece) => [piece.text, piece.marked])).toEqual([
    ['本条例', false],
    ['第三条', true],
  ])
})

test('an empty text has no pieces', () => {
  expect(pieces('', [[0, 1]])).toEqual([])
})
