import { expect, test } from 'vitest'
import { isText, valueOf, wordOf } from './ruleWords'

test('a key and its value are said in the language of the page', () => {
  expect(wordOf('file_part', 'zh')).toBe('卷别')
  expect(valueOf('file_part', 'inner', 'en')).toBe('inner part')
  expect(valueOf('sealed', false, 'zh')).toBe('否')
})

test('what has no word stands as it is written', () => {
  expect(wordOf('max_width', 'zh')).toBe('max_width')
  expect(valueOf('unit', 'fortnight', 'zh')).toBe('fortnight')
  expect(valueOf('value', '200元', 'en')).toBe('200元')
})

test('a text has both languages and nothing else', () => {
  expect(isText({ zh: '甲', en: 'a' })).toBe(true)
  expect(isText({ zh: '甲' })).toBe(false)
  expect(isText({ zh: '甲', en: 'a', id: 'b' })).toBe(false)
})
