// What an account may do and is shown as, from where it stands: one row a state, and what the marks of a Matrix
// administrator (suspended, locked) make of it.
import type { AccountState, AccountType } from './account.ts'
import { mayWhileLocked, mayWhileSuspended } from './calls.ts'

/** What calls with the tokens of an account may do. `signingOut`: nothing else. */
export type Reach = 'everything' | 'reading' | 'signingOut' | 'nothing'

/** What a client is told of where its account stands. `stopped` never says why. */
export type Telling = 'nothing' | 'suspended' | 'stopped' | 'expired' | 'enrol' | 'closed'

/** By what somebody shows who they are. `enrolment`: by a link that was made for them. */
export type WayIn = 'password' | 'token' | 'upstream' | 'passkey' | 'appservice' | 'enrolment'

/** Every way in. */
export const WAYS_IN: readonly WayIn[] = ['password', 'token', 'upstream', 'passkey', 'appservice', 'enrolment']

/** Where an account stands. */
export interface Standing {
  state: AccountState
  /** Marked by a Matrix administrator: as the state `suspended`. */
  isSuspended: boolean
  /** Marked by a Matrix administrator: it gets in nowhere, and keeps its devices and their keys. */
  isLocked: boolean
  /** It was contained and released: nothing but a new enrolment lets its owner in. */
  mustEnrol: boolean
  /** The kind of account, where it is looked at: nobody signs in to one of a drill. */
  accountType?: AccountType
}

interface StateRule {
  reach: Reach
  maySignIn: boolean
  /** It is found in the directory and can be invited. */
  isVisible: boolean
  /** Its devices are shown and sent to, and its one-time keys are given out. */
  isKeyed: boolean
  /** Its pushers are called. */
  isPushed: boolean
  telling: Telling
}

const OPEN = { reach: 'everything', maySignIn: true, isVisible: true, isKeyed: true, isPushed: true, telling: 'nothing' } as const
const SHUT = { reach: 'nothing', maySignIn: false, isVisible: false, isKeyed: false, isPushed: false } as const

const RULES: Readonly<Record<AccountState, StateRule>> = {
  active: OPEN,
  // As active in every respect: it is not told, and others do not see it either.
  watched: OPEN,
  suspended: { ...OPEN, reach: 'reading', telling: 'suspended' },
  // It comes back with the same devices, which keep receiving keys.
  expired: { ...SHUT, isKeyed: true, telling: 'expired' },
  quarantined: { ...SHUT, telling: 'stopped' },
  contained: { ...SHUT, telling: 'stopped' },
  closed: { ...SHUT, telling: 'closed' },
}

/** The rule an account stands under: the strictest of its state and its marks. */
function ruleOf({ state, isSuspended, isLocked, mustEnrol }: Standing): StateRule {
  const rule = RULES[state]
  if (rule.reach === 'nothing') return rule
  if (mustEnrol) return { ...rule, reach: 'nothing', maySignIn: false, isPushed: false, telling: 'enrol' }
  if (isLocked) return { ...rule, reach: 'signingOut', maySignIn: false, isPushed: false, telling: 'stopped' }
  return isSuspended ? { ...rule, reach: 'reading', telling: 'suspended' } : rule
}

/** What calls with the tokens of the account may do. */
export function reachOf(standing: Standing): Reach {
  return ruleOf(standing).reach
}

/** Whether an account of that reach may make a call. */
export function mayCall(reach: Reach, call: { operation: string; method: string; path: string }): boolean {
  if (reach === 'everything') return true
  if (reach === 'reading') return mayWhileSuspended(call)
  return reach === 'signingOut' && mayWhileLocked(call.operation)
}

/** Whether somebody who has shown in that way who they are is let in. An enrolment lets in who must enrol. */
export function maySignIn(standing: Standing, way: WayIn): boolean {
  if (standing.accountType === 'exercise') return false
  if (standing.mustEnrol) return way === 'enrolment' && maySignIn({ ...standing, mustEnrol: false }, way)
  return ruleOf(standing).maySignIn
}

/** Whether the account is found in the directory and can be invited. */
export function isVisible(standing: Standing): boolean {
  return ruleOf(standing).isVisible
}

/** Whether the devices of the account are shown and sent to, and its one-time keys are given out. */
export function isKeyed(standing: Standing): boolean {
  return ruleOf(standing).isKeyed
}

/** Whether the pushers of the account are called. */
export function isPushed(standing: Standing): boolean {
  return ruleOf(standing).isPushed
}

/** What the client of the account is told. */
export function tellingOf(standing: Standing): Telling {
  return ruleOf(standing).telling
}

/** The states in which an account without marks is visible, keyed or pushed, or may sign in: for what a query asks. */
export function statesThatAre(what: 'isVisible' | 'isKeyed' | 'isPushed' | 'maySignIn'): AccountState[] {
  return Object.entries(RULES).flatMap(([state, rule]) => (isState(state) && rule[what] ? [state] : []))
}

function isState(text: string): text is AccountState {
  return text in RULES
}
