import type { Ref } from 'vue'
import { useShortcuts } from './useShortcuts'

/**
 * `j` and `k` walk the rows of a list by moving the focus along its `[data-row]` links, so that
 * Enter opens by itself and a screen reader reads along. `enter` comes in from the search field.
 */
export function useRowKeys(container: Readonly<Ref<HTMLElement | null>>) {
  const rows = () => [...(container.value?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]

  function move(step: 1 | -1) {
    const all = rows()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)
    all[to]?.focus({ preventScroll: true })
    all[to]?.scrollIntoView({ block: 'nearest' })
  }

  useShortcuts({ j: () => move(1), k: () => move(-1) })
  /** From the search field to the first row; not while an input method is composing. */
  function enter(event?: KeyboardEvent | Event) {
    if (!(event instanceof KeyboardEvent && event.isComposing)) rows()[0]?.focus()
  }
  return { enter }
}
