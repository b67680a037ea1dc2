import type { useText, TextKey } from '@/i18n'

/** The names of the levels of law as the server writes them, and their keys in the texts. */
const KEYS: Record<string, TextKey> = {
  宪法: 'level.constitution',
  法律: 'level.law',
  行政法规: 'level.administrative',
  地方性法规: 'level.local',
  部门规章: 'level.department',
  地方政府规章: 'level.government',
  司法解释: 'level.judicial',
  其他: 'level.other',
}

/** A level in the language of the page; an unknown one as it is. */
export function levelText(level: string, { t }: ReturnType<typeof useText>): string {
  const key = KEYS[level]
  return key ? t(key) : level
}

/** How a filter names the regions of national law, which has none. */
export const NATIONAL = 'national'

/** A region in the language of the page: national where there is none. */
export const regionText = (region: string, { t }: ReturnType<typeof useText>) =>
  region === '' || region === NATIONAL ? t('common.national') : region
