// How an account comes from one state into another, by whom, and whether it takes two people: one table.
import type { AccountState, Role } from './account.ts'

/**
 * Who does it. `owner`: by the account itself, for example "it wasn't me"; `system`: a rule of the server; `machine`:
 * whoever may use the socket in the data folder.
 */
export type Actor = Role | 'owner' | 'system' | 'machine'

/** Every actor. */
export const ACTORS: readonly Actor[] = ['organisation_admin', 'security_officer', 'auditor', 'operator', 'owner', 'system', 'machine']

/** What is done to an account. */
export type AccountAct = 'watch' | 'unwatch' | 'quarantine' | 'suspend' | 'expire' | 'reopen' | 'contain' | 'release' | 'close'

/** Every act. */
export const ACCOUNT_ACTS: readonly AccountAct[] = ['watch', 'unwatch', 'quarantine', 'suspend', 'expire', 'reopen', 'contain', 'release', 'close']

/** One row of the table. */
export interface Transition {
  act: AccountAct
  from: readonly AccountState[]
  to: AccountState
  by: readonly Actor[]
  /** A second person has to agree. */
  secondPerson?: true
  /** An account that was watched before is watched again. */
  returns?: true
}

const ADMINISTRATION: readonly Actor[] = ['organisation_admin', 'security_officer', 'operator']
const SECURITY: readonly Actor[] = ['security_officer']

/** The table. What no row allows is refused; `closed` is the end, and registering again leads out of no state. */
export const ACCOUNT_TRANSITIONS: readonly Transition[] = [
  { act: 'watch', from: ['active'], to: 'watched', by: [...SECURITY, 'system'] },
  { act: 'unwatch', from: ['watched'], to: 'active', by: SECURITY },
  { act: 'quarantine', from: ['active', 'watched'], to: 'quarantined', by: [...SECURITY, 'system'] },
  { act: 'suspend', from: ['active', 'watched'], to: 'suspended', by: ADMINISTRATION },
  { act: 'expire', from: ['active', 'watched', 'suspended'], to: 'expired', by: ['system'] },
  { act: 'reopen', from: ['suspended', 'expired'], to: 'active', by: ADMINISTRATION, returns: true },
  { act: 'reopen', from: ['quarantined'], to: 'active', by: SECURITY, returns: true },
  {
    act: 'contain',
    from: ['active', 'watched', 'quarantined', 'suspended', 'expired'],
    to: 'contained',
    by: [...SECURITY, 'owner', 'system', 'machine'],
  },
  { act: 'release', from: ['contained'], to: 'active', by: SECURITY, secondPerson: true },
  { act: 'close', from: ['active', 'watched', 'suspended'], to: 'closed', by: [...ADMINISTRATION, 'owner'] },
  { act: 'close', from: ['expired'], to: 'closed', by: [...ADMINISTRATION, 'system'] },
  { act: 'close', from: ['quarantined', 'contained'], to: 'closed', by: SECURITY, secondPerson: true },
]

/** What the table says of an act: the row it is allowed by, or why it is not. */
export type TransitionCheck = { isAllowed: true; transition: Transition } | { isAllowed: false; reason: 'state' | 'actor' }

/** Whether somebody in any of these parts may do an act to an account that stands so. */
export function checkTransition(act: AccountAct, from: AccountState, actors: readonly Actor[]): TransitionCheck {
  const rows = ACCOUNT_TRANSITIONS.filter((row) => row.act === act && row.from.includes(from))
  if (rows.length === 0) return { isAllowed: false, reason: 'state' }
  const transition = rows.find((row) => row.by.some((actor) => actors.includes(actor)))
  return transition === undefined ? { isAllowed: false, reason: 'actor' } : { isAllowed: true, transition }
}

/** Where the account stands afterwards. `before`: the state it was in before it was stopped, where that is known. */
export function stateAfter(transition: Transition, before: AccountState | undefined): AccountState {
  return transition.returns === true && before === 'watched' ? 'watched' : transition.to
}
