import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import casesEn from './cases.en'
import casesZh from './cases.zh'
import commonEn from './en'
import ledgerEn from './ledger.en'
import ledgerZh from './ledger.zh'
import packsEn from './packs.en'
import packsZh from './packs.zh'
import powersEn from './powers.en'
import powersZh from './powers.zh'
import registerEn from './register.en'
import registerZh from './register.zh'
import commonZh from './zh'

/** The texts that every page has, and those that come with a room. */
const zh = { ...commonZh, ...registerZh, ...powersZh, ...ledgerZh, ...packsZh, ...casesZh }
const en = { ...commonEn, ...registerEn, ...powersEn, ...ledgerEn, ...packsEn, ...casesEn }

type Tree = { [key: string]: string | Tree }

/** Every dotted key with its text. */
function leaves(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/u.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .filter((entry) => !entry.parentPath.endsWith('i18n') || entry.name === 'index.ts')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

const root = join(import.meta.dirname, '../..')
const code = [...sources(join(root, 'admin')), ...sources(join(root, 'shared'))].join('\n')
const chinese = new Map(leaves(zh))
const english = new Map(leaves(en))

/** The values that a text names: {n}. */
const holes = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(([hole]) => hole).sort()

/** Keys named in full: 'items.title'. */
const named = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/giu)].map(([, key]) => key ?? ''))
/** Keys put together: `kind.${row.kind}`. */
const prefixes = [...code.matchAll(/`([a-z]\w*(?:\.\w+)*\.)\$\{/giu)].map(([, prefix]) => prefix ?? '').filter((prefix) => Object.hasOwn(zh, prefix.split('.')[0] ?? ''))

test('both languages have the same keys', () => {
  expect([...english.keys()]).toEqual([...chinese.keys()])
})

test('both languages name the same values', () => {
  const differing = [...chinese].filter(([key, text]) => String(holes(text)) !== String(holes(english.get(key) ?? '')))
  expect(differing).toEqual([])
})

test('every text is used', () => {
  const unused = [...chinese.keys()].filter(
    (key) => !named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix) && !key.slice(prefix.length).includes('.')),
  )
  expect(unused).toEqual([])
})

test('every prefix under which keys are put together has texts', () => {
  const keys = [...chinese.keys()]
  expect(prefixes.filter((prefix) => !keys.some((key) => key.startsWith(prefix)))).toEqual([])
})

test('no Chinese stands in a template outside the texts', () => {
  const templates = [...code.matchAll(/<template>([\s\S]*?)<\/template>\n/gu)].map(([, template]) => template ?? '')
  const loose = templates.flatMap((template) => [...template.matchAll(/>[^<{]*[\u4e00-\u9fff]+[^<{]*</gu)].map(([text]) => text))
  expect(loose).toEqual([])
})

test('English texts are English, examples of Chinese law aside', () => {
  const examples = new Set(['app.language', 'check.placeholder'])
  const left = [...english].filter(([key, text]) => /[\u4e00-\u9fff]/u.test(text) && !examples.has(key) && !key.startsWith('search.example'))
  expect(left).toEqual([])
})
