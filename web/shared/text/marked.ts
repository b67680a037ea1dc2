import type { CitationSpan, Stretch } from '@/api/types'

/** A piece of a text: plain, marked as a hit, or a citation. */
export interface Piece {
  text: string
  marked: boolean
  citation: CitationSpan | null
}

/** Cuts `text` at the edges of stretches and citations; out-of-range and overlapping ones are clipped. */
export function pieces(text: string, stretches: readonly Stretch[], citations: readonly CitationSpan[] = []): Piece[] {
  const edges = new Set([0, text.length])
  for (const [start, end] of stretches) edges.add(start).add(end)
  for (const { start, end } of citations) edges.add(start).add(end)
  const cuts = [...edges].filter((edge) => edge >= 0 && edge <= text.length).sort((a, b) => a - b)
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0
    const within = (from: number, to: number) => from <= start && end <= to
    return {
      text: text.slice(start, end),
      marked: stretches.some(([from, to]) => within(from, to)),
      citation: citations.find((span) => within(span.start, span.end)) ?? null,
    }
  })
}
