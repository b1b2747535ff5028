// Bringing an account from one state into another, as the table of the policy says.
import { MatrixError } from '@chappe/contract'
import type { AccountAct, AccountState, Actor } from '@chappe/policy'
import { checkTransition, stateAfter } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import { findStateBefore, lockAccount, setAccountState } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import type { Who } from './interactive-auth.ts'

/** How an account stood, and how it stands now. */
export interface StateChange {
  before: AccountState
  after: AccountState
}

/** On whose word something is done to an account. */
export interface Order {
  /** What whoever does it is to the account. */
  actors: readonly Actor[]
  /** A second person has agreed. */
  isAgreed?: boolean
  /** Is written in the same transaction. */
  also?: (tx: Tx, change: StateChange) => Promise<void>
}

/**
 * Does an act to an account under its lock. Throws `M_BAD_STATE` where the account does not stand so, `M_FORBIDDEN`
 * where it is not for those who ask, or takes a second person who has not agreed.
 */
export async function applyAct(tx: Tx, who: Who, act: AccountAct, order: Order): Promise<StateChange> {
  const { state: before } = await lockAccount(tx, who.userNid)
  const check = checkTransition(act, before, order.actors)
  if (!check.isAllowed) throw refusalOf(check.reason, act, before)
  if (check.transition.secondPerson === true && order.isAgreed !== true) {
    throw new MatrixError('M_FORBIDDEN', { message: 'That takes a second person' })
  }
  const after = stateAfter(check.transition, await findStateBefore(tx, who.userNid))
  const keeps = before === 'active' || before === 'watched'
  await setAccountState(tx, who.userNid, { state: after, ...(keeps ? { before } : {}), ...(act === 'release' ? { mustEnrol: true, before: null } : {}) })
  return { before, after }
}

function refusalOf(reason: 'state' | 'actor', act: AccountAct, state: AccountState): MatrixError {
  if (reason === 'actor') return new MatrixError('M_FORBIDDEN', { message: `Your role does not let you do that (${act}) to an account that is ${state}` })
  return new MatrixError('M_BAD_STATE', { message: `That cannot be done (${act}) to an account that is ${state}` })
}

/** Does an act that changes nothing but the state; what is remembered of the account is then looked up anew. */
export async function changeState(ctx: AccountsContext, who: Who, act: AccountAct, order: Order): Promise<StateChange> {
  const change = await ctx.db.transaction().execute(async (tx) => {
    const done = await applyAct(tx, who, act, order)
    await order.also?.(tx, done)
    return done
  })
  await ctx.sessions.forgetAccount(who.userId, act === 'quarantine' || act === 'expire' ? 'stopped' : 'changed')
  return change
}
