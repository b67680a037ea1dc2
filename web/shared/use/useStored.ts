import { ref, watch, type Ref } from 'vue'

function open(storage: () => Storage): Storage | undefined {
  try {
    return storage()
  } catch {
    return undefined // storage is forbidden by the browser's settings: the choice lasts for the page
  }
}

function stored(storage: Storage | undefined, name: string, fallback: string): Ref<string> {
  const value = ref(storage?.getItem(name) ?? fallback)
  watch(value, (now) => (now ? storage?.setItem(name, now) : storage?.removeItem(name)), { flush: 'sync' })
  return value
}

/** A choice that this browser keeps. */
export const keptChoice = (name: string, fallback: string) =>
  stored(open(() => localStorage), `xiezhi.${name}`, fallback)

/** Row height of tables. */
export const density = keptChoice('density', 'default')
