import type { AuthorityRow } from '@/api/register'

/** A line of the tree: an authority, how deep it stands, whether something is under it. */
export interface Line {
  row: AuthorityRow
  depth: number
  parent: boolean
  /** Whether it was asked for itself, not only shown as the way to another. */
  asked: boolean
}

/**
 * Authorities as lines of a tree, by their numbers. Who stands under nobody that is known is a root.
 * Where `asked` is given, only those and the way to them are shown; else nothing under `closed` is.
 */
export function treeLines(rows: AuthorityRow[], closed: Set<string>, asked?: Set<string>): Line[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shown = asked && new Set<string>()
  for (const id of asked ?? []) {
    for (let at = byId.get(id); at && !shown?.has(at.id); at = at.parent ? byId.get(at.parent) : undefined) shown?.add(at.id)
  }
  const under = new Map<string, AuthorityRow[]>()
  for (const row of rows) {
    if (shown && !shown.has(row.id)) continue
    const parent = row.parent && byId.has(row.parent) ? row.parent : ''
    under.set(parent, [...(under.get(parent) ?? []), row])
  }
  const lines: Line[] = []
  const walk = (parent: string, depth: number) => {
    const children = (under.get(parent) ?? []).toSorted((one, two) => (one.code < two.code ? -1 : 1))
    for (const row of children) {
      lines.push({ row, depth, parent: under.has(row.id), asked: asked?.has(row.id) ?? true })
      if (shown || !closed.has(row.id)) walk(row.id, depth + 1)
    }
  }
  walk('', 0)
  return lines
}
