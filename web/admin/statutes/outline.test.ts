import { expect, test } from 'vitest'
import type { ArticleText, Division } from '@/api/types'
import { headingsBefore, outline } from './outline'

const division = (label: string, parent: number | null): Division => ({ kind: 'chapter', number: 1, label, title: '', parent })
const article = (number: string, place: number | null): ArticleText => ({
  number, label: '', division: place, paragraphs: [], items: [],
})
const divisions = [division('第一章', null), division('第二章', null), division('第一节', 1), division('第二节', 1)]
const articles = [article('1', 0), article('2', 0), article('3', 2), article('4', 3)]

test('a chapter spans the articles of its sections', () => {
  expect(outline(divisions, articles).map(({ depth, first, last }) => [depth, first, last])).toEqual([
    [0, '1', '2'],
    [0, '3', '4'],
    [1, '3', '3'],
    [1, '4', '4'],
  ])
})

test('a heading without articles is in the outline and leads nowhere', () => {
  expect(outline([division('第一章', null)], [])[0]).toMatchObject({ first: null, last: null })
})

test('the headings of a chapter and its first section open before the same article', () => {
  expect(headingsBefore(divisions, articles)).toEqual([[0], [], [1, 2], [3]])
})

test('articles before any chapter have no heading', () => {
  expect(headingsBefore([], [article('1', null)])).toEqual([[]])
})
