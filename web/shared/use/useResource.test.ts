import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { useResource } from './useResource'

/** A server whose answers come when the test says so. */
function server() {
  const asked: { key: string; signal: AbortSignal; answer: (text: string) => void; fail: (error: unknown) => void }[] = []
  const load = (key: string, signal: AbortSignal) =>
    new Promise<string>((answer, fail) => {
      asked.push({ key, signal, answer, fail })
    })
  return { asked, load }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const settle = async () => {
  await nextTick()
  await vi.advanceTimersByTimeAsync(0)
}

test('a new key aborts the request of the old one, and its late answer is dropped', async () => {
  const { asked, load } = server()
  const key = ref('a')
  const found = effectScope().run(() => useResource(() => key.value, load))!
  key.value = 'ab'
  await settle()
  expect(asked.map((one) => [one.key, one.signal.aborted])).toEqual([['a', true], ['ab', false]])
  asked[1]?.answer('second')
  await settle()
  asked[0]?.answer('first')
  await settle()
  expect(found.data.value).toBe('second')
})

test('typing asks once, after the last key', async () => {
  const { asked, load } = server()
  const key = ref('')
  effectScope().run(() => useResource(() => key.value, load, 80))
  asked[0]?.answer('everything')
  await settle()
  for (const text of ['噪', '噪声', '噪声扰']) {
    key.value = text
    await nextTick()
    await vi.advanceTimersByTimeAsync(30)
  }
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(80)
  expect(asked.map((one) => one.key)).toEqual(['', '噪声扰'])
})

test('waiting is shown only after 300 ms', async () => {
  const { asked, load } = server()
  const found = effectScope().run(() => useResource(() => 'a', load))!
  await vi.advanceTimersByTimeAsync(299)
  expect(found.slow.value).toBe(false)
  await vi.advanceTimersByTimeAsync(2)
  expect(found.slow.value).toBe(true)
  asked[0]?.answer('now')
  await settle()
  expect([found.slow.value, found.loading.value]).toEqual([false, false])
})

test('a failure keeps the last answer and is forgotten with the next one', async () => {
  const { asked, load } = server()
  const found = effectScope().run(() => useResource(() => 'a', load))!
  asked[0]?.answer('first')
  await settle()
  void found.reload()
  asked[1]?.fail(new Problem(500, { code: 'library.internal' }))
  await settle()
  expect([found.data.value, found.problem.value?.code]).toEqual(['first', 'library.internal'])
  void found.reload()
  asked[2]?.answer('second')
  await settle()
  expect([found.data.value, found.problem.value]).toEqual(['second', undefined])
})

test('nothing is asked without a key, and what was shown goes', async () => {
  const { asked, load } = server()
  const key = ref<string | null>('a')
  const found = effectScope().run(() => useResource(() => key.value, load))!
  asked[0]?.answer('first')
  await settle()
  key.value = null
  await settle()
  expect([asked.length, found.data.value]).toEqual([1, undefined])
})

test('a request is given up with the component that made it', () => {
  const { asked, load } = server()
  const scope = effectScope()
  scope.run(() => useResource(() => 'a', load))
  scope.stop()
  expect(asked[0]?.signal.aborted).toBe(true)
})
