// The one wrapper around everything that is done at the desk: the attempt is durable before anything happens, and its
// outcome commits with what was done. No row, no act.
import { MatrixError } from '@chappe/contract'
import type { Evidence } from '@chappe/ledger'
import type { Session, Tx } from '@chappe/homeserver/ports'
import type { Actor } from '@chappe/policy'
import type { DeskPorts } from '../../ports.ts'
import type { Verification } from './verification.ts'
import { verifyActions } from './verification.ts'
import { findBroken, insertAttempt, insertReview, listActions, listBroken, setOutcome } from './audit-store.ts'
import type { ActionFilter, BrokenGlass, StoredAction } from './audit-store.ts'

export { standingOfAct } from './verification.ts'
export type { ActionFilter, BrokenGlass, StoredAction } from './audit-store.ts'

/** Who acts: a signed-in person, or whoever may use the socket in the data folder. */
export type Doer = { session: Session; ip: string } | 'machine'

/** What somebody is about to do. */
export interface Deed {
  /** The operation id of the endpoint. */
  operation: string
  /** What it is done to: a user id, a room id, a network, the number of a case. */
  target: string
  reason: string
  caseId?: number | undefined
  requestId?: number | undefined
  isBreakGlass?: boolean
}

/** An act whose attempt is on record. */
export interface Recorded {
  /** What whoever acts is, to the table of account states. */
  actors: readonly Actor[]
  /** The number of the account that acts; null: none does. */
  userNid: number | null
  /** Writes the outcome down with what is done. */
  done(tx: Tx, more?: { caseNid?: number; requestNid?: number; outcome?: 'asked' }): Promise<void>
}

/** An auditor at the desk. */
export interface Reviewing {
  operation: string
  session: Session
  ip: string
}

/** The wrapper, and what it has written. */
export interface Audit {
  /** Does something once its attempt is durable and, where a person acts, the passkey was touched. */
  act<T>(doer: Doer, deed: Deed, work: (recorded: Recorded) => Promise<T>): Promise<T>
  /** Notes that somebody with a role of the desk was refused for want of another. */
  refused(refusal: { session: Session; operation: string; target: string; ip: string }): Promise<void>
  /** What was tried, newest first, and how it stands in the ledger. */
  list(filter: ActionFilter, page: Page): Promise<Verification>
  /** A page of the same with what proves it. */
  evidence(page: Page): Promise<Evidence>
  /** What was done alone that takes two: what nobody has looked at yet first, the oldest of it on top; then the others. */
  listBroken(limit: number): Promise<BrokenGlass[]>
  /** Notes what an auditor has found. Throws `M_NOT_FOUND`, `M_BAD_STATE` where somebody has before, `M_FORBIDDEN` for one's own. */
  review(call: Reviewing, input: { actionId: number; finding: string }): Promise<void>
}

/** Where a page begins (0: with the newest), and how many acts it has. */
export interface Page {
  from: number
  limit: number
}

const MAX_TARGET_CHARS = 1024
/** Within which time an auditor is to look at what was done alone. */
export const REVIEW_WITHIN_MS = 24 * 3_600_000

/** Ties the wrapper to what it needs. */
export function createAudit(ports: DeskPorts): Audit {
  const { db, clock } = ports.ground
  return {
    act: (doer, deed, work) => act(ports, { doer, deed }, work),
    async refused({ session, operation, target, ip }) {
      const actionNid = await insertAttempt(db, attemptOf(clock.now(), { session, ip }, { operation, target, reason: '' }))
      await setOutcome(db, actionNid, { outcome: 'M_FORBIDDEN', atMs: clock.now() })
    },
    async list(filter, page) {
      const actions = await listActions(db, filter, page)
      const isFiltered = filter.target !== undefined || filter.caseNid !== undefined || filter.isAlone === true
      return verifyActions(ports, actions, isFiltered ? undefined : rangeOf(page, actions))
    },
    async evidence(page) {
      const actions = await listActions(db, {}, page)
      return ports.provenLedger.proveActs('desk', actions.map(({ actionNid }) => actionNid))
    },
    listBroken: (limit) => listBroken(db, limit),
    review: (call, input) => review(ports, call, input),
  }
}

/** Which numbers a page stands for: those that nobody has any more belong to it. */
function rangeOf({ from, limit }: Page, actions: readonly StoredAction[]): { from: number; to: number } {
  const to = from === 0 ? Number.MAX_SAFE_INTEGER : from - 1
  return { from: actions.length < limit ? 0 : (actions.at(-1)?.actionNid ?? 0), to }
}

async function act<T>(ports: DeskPorts, { doer, deed }: { doer: Doer; deed: Deed }, work: (recorded: Recorded) => Promise<T>): Promise<T> {
  const { db, clock } = ports.ground
  const actionNid = await insertAttempt(db, attemptOf(clock.now(), doer, deed))
  let isWritten = false
  const recorded: Recorded = {
    actors: doer === 'machine' ? ['machine'] : doer.session.roles,
    userNid: doer === 'machine' ? null : doer.session.userNid,
    async done(tx, { outcome = 'done', ...more } = {}) {
      await setOutcome(tx, actionNid, { outcome, atMs: clock.now(), ...more })
      isWritten = true
    },
  }
  try {
    if (doer !== 'machine') await ports.stepUp.require(doer.session, nameOf(deed.operation), { isBound: deed.isBreakGlass === true })
    const result = await work(recorded)
    if (!isWritten) await setOutcome(db, actionNid, { outcome: 'done', atMs: clock.now() })
    return result
  } catch (error) {
    // What could not be written stays an attempt without an outcome; the refusal is the answer.
    const outcome = error instanceof MatrixError ? error.code : 'failed'
    await setOutcome(db, actionNid, { outcome, atMs: clock.now() }).catch(() => undefined)
    throw error
  }
}

async function review(ports: DeskPorts, { operation, session, ip }: Reviewing, { actionId, finding }: { actionId: number; finding: string }): Promise<void> {
  const { db, clock } = ports.ground
  await act(ports, { doer: { session, ip }, deed: { operation, target: `action ${actionId}`, reason: finding } }, async ({ done }) => {
    const broken = await findBroken(db, actionId)
    if (broken === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'Nothing of that number was done alone' })
    if (broken.userNid === session.userNid) throw new MatrixError('M_FORBIDDEN', { message: 'Somebody else has to look at what you have done' })
    await db.transaction().execute(async (tx) => {
      const isFirst = await insertReview(tx, { actionNid: actionId, userNid: session.userNid, atMs: clock.now(), finding })
      if (!isFirst) throw new MatrixError('M_BAD_STATE', { message: 'Somebody has looked at that already' })
      await done(tx)
    })
  })
}

/** An operation as an act of step-up is named: `contain_account`. */
function nameOf(operation: string): string {
  return operation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function attemptOf(atMs: number, doer: Doer, deed: Deed): Parameters<typeof insertAttempt>[1] {
  const who = doer === 'machine' ? undefined : doer
  return {
    atMs,
    operation: deed.operation,
    way: who === undefined ? 'machine' : 'desk',
    userNid: who?.session.userNid ?? null,
    // Below 0: an application service without a device.
    deviceNid: who === undefined || who.session.deviceNid < 0 ? null : who.session.deviceNid,
    ip: who?.ip ?? '',
    target: deed.target.slice(0, MAX_TARGET_CHARS),
    reason: deed.reason,
    caseNid: deed.caseId ?? null,
    requestNid: deed.requestId ?? null,
    isBreakGlass: deed.isBreakGlass === true,
  }
}
