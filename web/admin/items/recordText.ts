import type { ItemRecord, Measure } from '@/api/types'
import type { TextKey, useText } from '@/i18n'
import { fineText } from '@/text/amount'
import { pathLabel } from '@/text/label'
import { measureText } from '@/text/measures'

type Text = ReturnType<typeof useText>

function measureLine(measure: Measure, { t, locale }: Text): string {
  const modal = measure.mandatory ? '' : t('item.may')
  const amount = measure.fine ? fineText(measure.fine, locale.value) : (measure.ref ?? '')
  return [modal, measureText(measure.kind, locale.value), amount].filter(Boolean).join(' ')
}

function tierLines(record: ItemRecord, text: Text): string {
  return record.tiers
    .map((tier) => {
      const head = [tier.condition || text.t('item.base'), tier.target].filter(Boolean).join(' · ')
      return `${head}: ${tier.measures.map((measure) => measureLine(measure, text)).join('; ')}`
    })
    .join('\n')
}

/** The fields of a record in words, for comparison side by side. */
export function fieldTexts(record: ItemRecord, text: Text): { key: TextKey; text: string }[] {
  const yesNo = (value: boolean) => text.t(value ? 'common.yes' : 'common.no')
  return [
    { key: 'record.behaviour', text: record.behaviour },
    { key: 'record.duties', text: record.obligation_refs.map(pathLabel).join('、') },
    { key: 'record.subject', text: record.subject ?? '' },
    { key: 'record.object', text: record.object ?? '' },
    { key: 'record.tiers', text: tierLines(record, text) },
    { key: 'record.persons', text: yesNo(record.dual_person_penalty) },
    { key: 'record.crime', text: yesNo(record.crime_clause) },
    { key: 'record.note', text: record.note ?? '' },
  ]
}
