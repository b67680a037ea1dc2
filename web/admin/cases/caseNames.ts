/** What procedures, stages, clocks, acts, documents and guards are called, from the packs in use. */
import { computed } from 'vue'
import { listPacks, readPack, type PackRule, type PackText } from '@/api/packs'
import { ofTwo, useText, type TextKey } from '@/i18n'
import zh from '@/i18n/cases.zh'
import { isText } from '@/text/ruleWords'
import { useResource } from '@/use/useResource'

type Part = 'stages' | 'clocks' | 'acts'
type Names = Map<string, PackText>

/** The rules of every pack in use; the higher packs come first, so that their words win. */
async function rulesInUse(signal: AbortSignal): Promise<PackRule[]> {
  const packs = (await listPacks(signal)).filter((pack) => pack.in_use)
  const read = await Promise.all(packs.map((pack) => readPack(pack.digest, signal)))
  return read.toReversed().flatMap((pack) => pack.rules)
}

/** The named parts of a procedure. */
function parts(rule: PackRule | undefined, part: Part): Names {
  const found = rule?.content[part]
  const named: Names = new Map()
  for (const one of Array.isArray(found) ? (found as Record<string, unknown>[]) : []) {
    if (typeof one['id'] === 'string' && isText(one['name'])) named.set(one['id'], one['name'])
  }
  return named
}

/** Names by id: `…` until the packs are read; an id stands for itself where no pack has a name for it. */
export function useCaseNames() {
  const { t } = useText()
  const rules = useResource(() => 'packs', (_, signal) => rulesInUse(signal))
  const procedures = computed(() => (rules.data.value ?? []).filter(({ kind }) => kind === 'procedures'))
  const byId = computed(() => {
    const names: Names = new Map()
    for (const { id, name } of rules.data.value ?? []) if (name && !names.has(id)) names.set(id, name)
    return names
  })
  const within = computed(() => {
    const known = new Map<string, Names>()
    for (const rule of procedures.value.toReversed()) {
      for (const part of ['stages', 'clocks', 'acts'] as const) {
        const key = `${rule.id} ${part}`
        known.set(key, new Map([...(known.get(key) ?? []), ...parts(rule, part)]))
      }
    }
    return known
  })
  function said(text: PackText | undefined, id: string): string {
    if (text) return ofTwo(text.zh, text.en)
    return rules.data.value || rules.problem.value ? id : '…'
  }
  const inside = (procedure: string, part: Part, id: string) => said(within.value.get(`${procedure} ${part}`)?.get(id), id)

  return {
    nameOf: (id: string) => said(byId.value.get(id), id),
    stageOf: (procedure: string, id: string) => inside(procedure, 'stages', id),
    clockOf: (procedure: string, id: string) => inside(procedure, 'clocks', id),
    actOf: (procedure: string, id: string) => inside(procedure, 'acts', id),
    /** A guard, or a rule of the engine. */
    ruleOf: (id: string) => (Object.hasOwn(zh.cases.rule, id) ? t(`cases.rule.${id}` as TextKey) : said(byId.value.get(id), id)),
    /** The procedures to choose from. */
    procedureChoices: computed(() =>
      [...new Set(procedures.value.map(({ id }) => id))].map((value) => ({ value, label: said(byId.value.get(value), value) })),
    ),
    /** The stages of a procedure, or of all. */
    stageChoices: (procedure: string) => {
      const names: Names = new Map()
      for (const rule of procedures.value) {
        if (procedure && rule.id !== procedure) continue
        for (const [id, name] of parts(rule, 'stages')) if (!names.has(id)) names.set(id, name)
      }
      return [...names].map(([value, name]) => ({ value, label: said(name, value) }))
    },
  }
}

export type CaseNames = ReturnType<typeof useCaseNames>
