/** A provision's address: `law/行政处罚法@2021-01-22#63.1.3`. */
export interface Address {
  statute: string
  version: string
  /** `63.1.3`, or empty for the whole text. */
  path: string
}

const SHAPE = /^law\/(?<statute>[^@#]+)@(?<version>[^#]+)(?:#(?<path>.+))?$/u

/** Reads an address; `null` when the text is none. */
export function parseAddress(text: string): Address | null {
  const groups = SHAPE.exec(text)?.groups
  return groups ? { statute: groups['statute'] ?? '', version: groups['version'] ?? '', path: groups['path'] ?? '' } : null
}

/** Where the reader shows an address. */
export function readerRoute(address: string) {
  const parsed = parseAddress(address)
  if (!parsed) return { path: '/statutes' }
  return {
    name: 'reader' as const,
    params: { statuteKey: parsed.statute },
    query: { version: parsed.version },
    hash: parsed.path ? `#${parsed.path}` : '',
  }
}

/** `63.1.3` as an English reader writes it: Art. 63(1)(3). */
export function pathGloss(path: string): string {
  const [article, ...inner] = path.split('.')
  return `Art. ${article}${inner.map((part) => `(${part})`).join('')}`
}

/** The English gloss of an address; empty for a whole statute. */
export function addressGloss(address: string): string {
  const path = parseAddress(address)?.path
  return path ? pathGloss(path) : ''
}
