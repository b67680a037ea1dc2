import { onBeforeUnmount, onMounted } from 'vue'

/** Listens as long as the component is there. */
export function useEventListener<K extends keyof DocumentEventMap>(
  target: Document | Window,
  name: K,
  listener: (event: DocumentEventMap[K]) => void,
  options: AddEventListenerOptions = {},
) {
  onMounted(() => target.addEventListener(name, listener as EventListener, options))
  onBeforeUnmount(() => target.removeEventListener(name, listener as EventListener, options))
}
