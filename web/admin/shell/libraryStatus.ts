import { shallowRef, type ShallowRef } from 'vue'
import { readStatus } from '@/api/law'
import type { LibraryStatus } from '@/api/types'

const status = shallowRef<LibraryStatus>()
let asked = false

/** Asks the server again; a failure leaves the figures as they were, since each page shows its own. */
export async function refreshLibraryStatus(): Promise<void> {
  asked = true
  status.value = await readStatus().catch(() => status.value)
}

/** What the library holds, shared by every page. */
export function libraryStatus(): ShallowRef<LibraryStatus | undefined> {
  if (!asked) void refreshLibraryStatus()
  return status
}
