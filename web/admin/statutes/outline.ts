import type { ArticleText, Division } from '@/api/types'

/** A heading of the outline with the articles that stand directly in it. */
export interface OutlineNode {
  index: number
  division: Division
  /** 0 for the outermost. */
  depth: number
  first: string | null
  last: string | null
}

/** The headings in reading order, each with its depth and the span of its articles. */
export function outline(divisions: Division[], articles: ArticleText[]): OutlineNode[] {
  const depth = (index: number): number => {
    const parent = divisions[index]?.parent ?? null
    return parent === null ? 0 : 1 + depth(parent)
  }
  const within = (division: number | null, index: number): boolean =>
    division !== null && (division === index || within(divisions[division]?.parent ?? null, index))
  return divisions.map((division, index) => {
    const own = articles.filter((article) => within(article.division, index))
    return {
      index,
      division,
      depth: depth(index),
      first: own.at(0)?.number ?? null,
      last: own.at(-1)?.number ?? null,
    }
  })
}

/**
 * The headings that open before each article: those of its chain that no earlier article stood in.
 * By place and not by number, since a damaged source may have a number twice.
 */
export function headingsBefore(divisions: Division[], articles: ArticleText[]): number[][] {
  const seen = new Set<number>()
  return articles.map((article) => {
    const chain: number[] = []
    for (let at = article.division; at !== null && !seen.has(at); at = divisions[at]?.parent ?? null) {
      seen.add(at)
      chain.unshift(at)
    }
    return chain
  })
}
