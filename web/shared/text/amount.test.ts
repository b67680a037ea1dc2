import { expect, test } from 'vitest'
import type { Fine } from '@/api/types'
import { fineText, yuan } from './amount'

const fine = (over: Partial<Fine>): Fine => ({
  basis: 'fixed', base: null, min: null, max: null, unit: '元', inclusive: true, ...over,
})

test.each([
  [500, '500元', '¥500'],
  [30_000, '3万元', '¥30,000'],
  [15_000, '1.5万元', '¥15,000'],
  [12_345, '12345元', '¥12,345'],
  [150_000_000, '1.5亿元', '¥150,000,000'],
  [0.5, '0.5元', '¥0.5'],
])('%d yuan is said in human words', (value, zh, en) => {
  expect(yuan(value, 'zh')).toBe(zh)
  expect(yuan(value, 'en')).toBe(en)
})

test.each<[string, Partial<Fine>, string, string]>([
  ['a range', { min: 30_000, max: 300_000 }, '3万元—30万元', '¥30,000—¥300,000'],
  ['an upper bound', { max: 5_000 }, '5000元以下', 'up to ¥5,000'],
  ['a bound that is not included', { max: 5_000, inclusive: false }, '不满5000元', 'under ¥5,000'],
  ['a lower bound', { min: 10_000 }, '1万元以上', 'from ¥10,000'],
  ['an exact sum', { min: 500, max: 500 }, '500元', '¥500'],
  ['a multiple', { basis: 'multiple', base: '货值金额', min: 10, max: 20, unit: '倍' }, '货值金额的 10倍—20倍', '10×—20× of the value of the goods'],
  ['a percentage', { basis: 'percent', base: '合同价款', min: 2, max: 4, unit: '%' }, '合同价款的 2%—4%', '2%—4% of the contract price'],
  ['a sum for each unit', { basis: 'per_unit', base: '日|平方米', min: 100, max: 500 }, '每日每平方米 100元—500元', 'per day per m²: ¥100—¥500'],
  ['a fine without an amount', { basis: 'unspecified' }, '未规定数额', 'amount not stated'],
  ['a cap', { max: 5_000, cap: 100_000 }, '5000元以下，最高不超过10万元', 'up to ¥5,000, at most ¥100,000'],
])('a fine with %s reads as an officer would say it', (_, over, zh, en) => {
  expect(fineText(fine(over), 'zh')).toBe(zh)
  expect(fineText(fine(over), 'en')).toBe(en)
})
