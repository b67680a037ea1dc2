import { onActivated, onBeforeUnmount, onMounted } from 'vue'

type Keys = Record<string, (event: KeyboardEvent) => void>

const TYPING = 'input, textarea, select, [contenteditable="true"]'

/** Whether keys belong to a field or a dialog just now. */
function busy(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true
  return target instanceof Element && target.closest(TYPING) !== null
}

/** Time within which the second key of a pair such as `g s` must follow. */
const PAIR_MS = 1_000
let before: { key: string; at: number } | undefined

/**
 * Single keys (`j`) and pairs (`g s`) of a page; off while typing or while a dialog is open.
 */
export function useShortcuts(keys: Keys) {
  function onKey(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (busy(event.target)) return
    const pair = before && event.timeStamp - before.at < PAIR_MS ? `${before.key} ${event.key}` : undefined
    const action = (pair && keys[pair]) || keys[event.key]
    if (action) {
      event.preventDefault()
      action(event)
    }
    queueMicrotask(() => (before = { key: event.key, at: event.timeStamp }))
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onActivated(() => (before = undefined))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
