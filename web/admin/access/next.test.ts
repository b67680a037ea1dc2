import { expect, test } from 'vitest'
import { nextOf } from './next'

test('a sign-in goes on to a page of the desk', () => {
  expect(nextOf({ next: '/items?q=wjxk' })).toBe('/items?q=wjxk')
})

test.each([[undefined], ['https://evil.example/'], ['//evil.example/'], ['javascript:alert(1)'], [['/items', '/x']], ['']])(
  'and to no other place (%s)',
  (next) => {
    expect(nextOf({ next } as never)).toBe('/')
  },
)
