import { expect, test } from 'vitest'
import { chineseNumber, pathLabel } from './label'

test.each([
  [1, '一'], [10, '十'], [12, '十二'], [20, '二十'], [63, '六十三'], [100, '一百'], [105, '一百零五'],
  [110, '一百一十'], [215, '二百一十五'], [1001, '一千零一'], [1260, '一千二百六十'],
])('%d is written %s', (value, said) => {
  expect(chineseNumber(value)).toBe(said)
})

test.each([
  ['63', '第六十三条'],
  ['63.1', '第六十三条第一款'],
  ['63.1.3', '第六十三条第一款第（三）项'],
  ['133之一', '第一百三十三条之一'],
  ['2.1.10.4', '第二条第一款第（十）项第4目'],
])('the path %s reads %s', (path, label) => {
  expect(pathLabel(path)).toBe(label)
})
