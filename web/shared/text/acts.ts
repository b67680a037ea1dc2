import type { Locale } from '@/i18n'

/** The kinds of acts on the record, by group, each with its name in Chinese and English. */
const GROUPS = {
  looks: {
    'access.looked': ['查阅', 'Looked at a record'],
    'register.identity_viewed': ['查看身份号码', 'Viewed an identity number'],
  },
  exports: {
    'access.exported': ['导出', 'Exported'],
  },
  refusals: {
    'access.refused': ['请求被拒绝', 'Refused'],
    'access.refused_again': ['请求多次被拒绝', 'Refused again and again'],
  },
  signIns: {
    'access.set_up': ['设立平台', 'Set the platform up'],
    'access.signed_in': ['登录', 'Signed in'],
    'access.signed_out': ['退出', 'Signed out'],
    'access.sessions_ended': ['结束全部会话', 'Ended all sessions'],
    'access.password_changed': ['更改密码', 'Changed the password'],
    'access.second_factor_enrolled': ['设置动态验证码', 'Enrolled a second factor'],
    'access.identity_linked': ['关联统一身份', 'Linked an identity'],
    'access.recovery_used': ['使用恢复码', 'Used a recovery code'],
    'access.recovery_requested': ['申请恢复账号', 'Asked for recovery'],
    'access.recovery_approved': ['同意恢复账号', 'Approved a recovery'],
  },
  accounts: {
    'access.account_made': ['建立账号', 'Made an account'],
    'access.invited': ['邀请', 'Invited'],
    'access.invitation_accepted': ['接受邀请', 'Accepted an invitation'],
    'access.account_locked': ['锁定账号', 'Locked an account'],
    'access.account_unlocked': ['解锁账号', 'Unlocked an account'],
    'access.account_reset': ['重置账号', 'Reset an account'],
    'access.role_granted': ['授予角色', 'Granted a role'],
    'access.role_revoked': ['收回角色', 'Revoked a role'],
    'access.deputy_named': ['设定代理人', 'Named a deputy'],
    'access.deputy_ended': ['终止代理', 'Ended a deputy'],
  },
  authorities: {
    'register.authority_confirmed': ['确认执法主体', 'Confirmed an authority'],
    'register.authority_changed': ['变更执法主体', 'Changed an authority'],
    'register.authority_renamed': ['执法主体更名', 'Renamed an authority'],
    'register.authority_split': ['执法主体分立', 'Split an authority'],
    'register.authority_merged': ['执法主体合并', 'Merged an authority'],
    'register.authorities_merged': ['执法主体合并', 'Merged authorities'],
    'register.authority_ended': ['执法主体终止', 'Ended an authority'],
    'register.entrustment_made': ['委托执法', 'Made an entrustment'],
    'register.entrustment_ended': ['终止委托', 'Ended an entrustment'],
    'register.workbook_imported': ['导入登记表', 'Imported a workbook'],
  },
  people: {
    'register.officer_registered': ['登记执法人员', 'Registered an officer'],
    'register.officer_moved': ['执法人员调动', 'Moved an officer'],
    'register.officer_left': ['执法人员离岗', 'An officer left'],
    'register.certificate_issued': ['颁发执法证', 'Issued a certificate'],
    'register.certificate_status_set': ['变更执法证状态', 'Set the state of a certificate'],
    'register.training_recorded': ['登记培训', 'Recorded a training'],
    'register.interest_declared': ['申报利害关系', 'Declared an interest'],
    'register.interest_ended': ['利害关系终止', 'Ended an interest'],
    'register.party_registered': ['登记当事人', 'Registered a party'],
    'register.party_changed': ['变更当事人', 'Changed a party'],
    'register.party_erased': ['删除当事人信息', 'Erased a party'],
  },
  items: {
    'library.item_read': ['机器读出事项', 'The machine read an item'],
    'library.item_reread': ['机器重读事项', 'The machine read an item anew'],
    'library.item_corrected': ['更正事项', 'Corrected an item'],
    'library.item_reviewed': ['审核事项', 'Reviewed an item'],
    'library.item_adopted': ['采用事项', 'Adopted an item'],
    'library.item_withdrawn': ['撤回事项', 'Withdrew an item'],
    'library.item_split': ['拆分事项', 'Split an item'],
    'library.item_merged': ['合并事项', 'Merged items'],
  },
  lists: {
    'library.list_open': ['起草清单', 'Opened a list'],
    'library.list_edit': ['编辑清单', 'Edited a list'],
    'library.list_submit': ['清单送审', 'Submitted a list'],
    'library.list_return': ['退回清单', 'Returned a list'],
    'library.list_pass': ['清单审核通过', 'Passed the review of a list'],
    'library.list_adopt': ['审定清单', 'Adopted a list'],
    'library.list_publish': ['公布清单', 'Published a list'],
    'library.list_abandon': ['废弃清单', 'Abandoned a list'],
    'library.list_withdraw': ['收回职权', 'Withdrew a power'],
  },
  cases: {
    'task.take': ['领取待办', 'Took a task'],
    'task.return': ['退回待办', 'Gave a task back'],
    'number.prefix_set': ['设定文号机关代字', 'Set the prefix of numbers'],
    'number.range_lent': ['预留文号段', 'Lent a range of numbers'],
    'number.voided': ['文号作废', 'Voided a number'],
    'intake.source_registered': ['登记归集来源', 'Registered a source of cases'],
  },
  system: {
    'packs.installed': ['规则包启用', 'Put a rule pack in use'],
    'ledger.keys_rotated': ['更换日志密钥', 'Rotated the keys of the log'],
  },
} as const satisfies Record<string, Record<string, readonly [string, string]>>

export type ActGroup = keyof typeof GROUPS
export const ACT_GROUPS = Object.keys(GROUPS) as ActGroup[]

const NAMES = new Map(Object.values(GROUPS).flatMap((group) => Object.entries(group) as [string, readonly [string, string]][]))

/** The kinds of a group, as the filter of the trail takes them; empty for no group. */
export const kindsOf = (group: string): string => (group in GROUPS ? Object.keys(GROUPS[group as ActGroup]).join(',') : '')

/** The name of a kind of act; a kind that the page does not know as it is. */
export function actName(kind: string, locale: Locale): string {
  const name = NAMES.get(kind)
  return name ? name[locale === 'zh' ? 0 : 1] : kind
}
