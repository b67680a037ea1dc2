import { expect, test } from 'vitest'
import { addressGloss, parseAddress, readerRoute } from './address'

test('an address is read into statute, version and path', () => {
  expect(parseAddress('law/云麓市养犬管理条例@2023-06-01#12.1.3')).toEqual({
    statute: '云麓市养犬管理条例',
    version: '2023-06-01',
    path: '12.1.3',
  })
})

test('an address without a path means the whole text', () => {
  expect(parseAddress('law/云麓市养犬管理条例@undated')?.path).toBe('')
})

test.each(['', '云麓市养犬管理条例', 'law/', 'law/@2023#1'])('%j is not an address', (text) => {
  expect(parseAddress(text)).toBeNull()
})

test('an address opens the reader at its version and provision', () => {
  expect(readerRoute('law/云麓市养犬管理条例@2023-06-01#12.1')).toMatchObject({
    params: { statuteKey: '云麓市养犬管理条例' },
    query: { version: '2023-06-01' },
    hash: '#12.1',
  })
})

test('an inserted article keeps its Chinese number in the gloss', () => {
  expect(addressGloss('law/云麓市市容条例@2020-01-01#33之一.2')).toBe('Art. 33之一(2)')
})
