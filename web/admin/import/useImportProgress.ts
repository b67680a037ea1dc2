import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { address, segment } from '@/api/client'
import type { ImportRow } from '@/api/types'

/** How far an import is, told by the server as it goes on. */
export function useImportProgress(id: Readonly<Ref<string>>) {
  const row = shallowRef<ImportRow>()
  let source: EventSource | undefined

  function hear(event: MessageEvent<string>) {
    row.value = JSON.parse(event.data) as ImportRow
    if (row.value.state !== 'running') source?.close()
  }

  watch(id, (now) => {
    source?.close()
    if (!now) return
    source = new EventSource(address(`/imports/${segment(now)}/events`))
    source.addEventListener('message', hear)
    source.addEventListener('progress', hear)
  })
  onScopeDispose(() => source?.close())
  return { row }
}
