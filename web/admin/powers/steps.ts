import type { ListState } from '@/api/types'

/** A step that has a dialog. */
export type StepName = 'submit' | 'return' | 'pass' | 'adopt' | 'publish' | 'abandon' | 'withdraw' | 'adjust'

/** The steps out of a state, the one that leads on last; a withdrawal is of a line. */
export const STEPS: Record<ListState, StepName[]> = {
  drafting: ['abandon', 'submit'],
  in_review: ['abandon', 'return', 'pass'],
  reviewed: ['abandon', 'return', 'adopt'],
  adopted: ['abandon', 'publish'],
  published: ['adjust'],
  abandoned: ['adjust'],
}

/** The action of the policy table that a step needs. */
export const NEEDS: Record<StepName, string> = {
  submit: 'power_list.draft',
  abandon: 'power_list.draft',
  adjust: 'power_list.draft',
  return: 'power_list.review',
  pass: 'power_list.review',
  adopt: 'power_list.adopt',
  publish: 'power_list.publish',
  withdraw: 'power.withdraw',
}
