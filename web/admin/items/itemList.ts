import { shallowRef } from 'vue'

/** The items of the list last seen, so that an item's page can go to the previous and the next. */
const ids = shallowRef<string[]>([])

/** Remembers the list that the reader goes through. */
export const rememberItems = (seen: string[]) => (ids.value = seen)

/** The neighbours of an item in that list. */
export function neighbours(id: string): { previous: string | undefined; next: string | undefined } {
  const at = ids.value.indexOf(id)
  return at < 0
    ? { previous: undefined, next: undefined }
    : { previous: ids.value[at - 1], next: ids.value[at + 1] }
}
