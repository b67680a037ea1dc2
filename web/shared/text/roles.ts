import type { TextKey, useText } from '@/i18n'
import zh from '@/i18n/access.zh'

/** The roles that the desk has words for. */
export const ROLES = Object.keys(zh.role)

/** What people call a role; its id where a pack brings one of its own. */
export const roleText = (role: string, { t }: ReturnType<typeof useText>): string =>
  ROLES.includes(role) ? t(`role.${role}` as TextKey) : role
