import { inject, provide, type InjectionKey } from 'vue'
import type { PackRule, PackText } from '@/api/packs'
import { isText } from '@/text/ruleWords'
import { inPage } from './ruleTitle'

/** What rules call by an id, and people by a name. */
export type RuleNames = ReadonlyMap<string, PackText>
const KEY: InjectionKey<() => RuleNames> = Symbol('names of rules')

/** The names of rules by their ids; the earlier rules win. */
export function namesOf(rules: readonly PackRule[]): RuleNames {
  const names = new Map<string, PackText>()
  for (const { id, name } of rules) if (name && id && !names.has(id)) names.set(id, name)
  return names
}

/** The names that only one rule knows: those of its stages, clocks, fields and grades. */
function ownNames(rule: PackRule): RuleNames {
  const names = new Map<string, PackText>()
  for (const key of ['stages', 'clocks', 'fields', 'grades']) {
    const parts = rule.content[key]
    for (const part of Array.isArray(parts) ? (parts as Record<string, unknown>[]) : []) {
      if (typeof part['id'] === 'string' && isText(part['name'])) names.set(part['id'], part['name'])
    }
  }
  return names
}

export const provideNames = (names: () => RuleNames) => provide(KEY, names)

/** Within a rule its own names come first. */
export function provideOwnNames(rule: () => PackRule): void {
  const others = inject(KEY, () => new Map() as RuleNames)
  provide(KEY, () => new Map([...others(), ...ownNames(rule())]))
}

/** Keys whose values are no reference, though they may look like one. */
const PLAIN = new Set(['id', 'code', 'type', 'value', 'source'])

/** The name of what a field refers to; `undefined` where it refers to nothing that has one. */
export function useRuleNames() {
  const names = inject(KEY, () => new Map() as RuleNames)
  return (key: string, value: unknown): string | undefined => {
    if (typeof value !== 'string' || PLAIN.has(key)) return undefined
    const name = names().get(value)
    return name && inPage(name)
  }
}
