import type { MeasureKind } from '@/api/types'
import type { Locale } from '@/i18n'

/** The measures of the schema with their English gloss; the Chinese word is the value itself. */
export const MEASURES: Record<MeasureKind, string> = {
  警告: 'Warning',
  通报批评: 'Public criticism',
  罚款: 'Fine',
  没收违法所得: 'Confiscation of illegal gains',
  没收非法财物: 'Confiscation of illegal property',
  暂扣许可证件: 'Suspension of licence',
  降低资质等级: 'Lowering of grade',
  吊销许可证件: 'Revocation of licence',
  限制开展生产经营活动: 'Restriction of business',
  责令停产停业: 'Order to suspend business',
  责令关闭: 'Order to close',
  限制从业: 'Ban from the occupation',
  行政拘留: 'Administrative detention',
  责令改正: 'Order to correct',
  行政强制: 'Compulsory measure',
  依照处罚: 'Punished by reference',
  其他: 'Other',
}

/** A measure in the language of the page. */
export const measureText = (kind: MeasureKind, locale: Locale) => (locale === 'en' ? MEASURES[kind] : kind)
