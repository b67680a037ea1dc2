import { inject, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { readProvision } from '@/api/law'
import { asProblem, type Problem } from '@/api/problem'
import type { CitationSpan, Provision } from '@/api/types'

/** How long the pointer must rest on a citation, and may be away from it. */
const OPEN_MS = 120
const CLOSE_MS = 240

/** The citation that the reader points at, and the provision it means. */
export interface Pointed {
  span: CitationSpan
  anchor: HTMLElement
  provision?: Provision
  problem?: Problem
}

export interface CitationHover {
  pointed: ShallowRef<Pointed | undefined>
  point: (span: CitationSpan, anchor: HTMLElement) => void
  leave: () => void
  /** The pointer is on the card itself: it stays. */
  stay: () => void
  close: () => void
}

export const citationHover: InjectionKey<CitationHover> = Symbol('citation hover')

/** Shows what a citation says while the pointer or the focus rests on it. */
export function createCitationHover(asOf: Readonly<Ref<string>>): CitationHover {
  const pointed = shallowRef<Pointed>()
  const known = new Map<string, Promise<Provision>>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function ask(address: string): Promise<Provision> {
    const name = `${address} ${asOf.value}`
    const asked = known.get(name) ?? readProvision(address, asOf.value)
    known.set(name, asked)
    asked.catch(() => known.delete(name))
    return asked
  }

  async function open(span: CitationSpan, anchor: HTMLElement) {
    const mine: Pointed = { span, anchor }
    pointed.value = mine
    const address = span.targets[0]
    if (!address) return
    const answer = await ask(address).then(
      (provision) => ({ provision }),
      (error: unknown) => ({ problem: asProblem(error) }),
    )
    if (pointed.value === mine) pointed.value = { ...mine, ...answer }
  }

  const soon = (action: () => void, after: number) => {
    clearTimeout(timer)
    timer = setTimeout(action, after)
  }
  const close = () => {
    clearTimeout(timer)
    pointed.value = undefined
  }
  return {
    pointed,
    point: (span, anchor) => soon(() => void open(span, anchor), OPEN_MS),
    leave: () => soon(close, CLOSE_MS),
    stay: () => clearTimeout(timer),
    close,
  }
}

/** The hover of the reader around this component; `null` outside one. */
export const useCitationHover = () => inject(citationHover, null)
