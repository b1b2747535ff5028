// What takes two people: one asks, another one agrees. Asking and agreeing are both on record, and so is whoever tries to
// do both.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '@chappe/homeserver/ports'
import { checkTransition } from '@chappe/policy'
import type { DeskContext } from '../../deps.ts'
import type { DeskPorts } from '../../ports.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actOn, ownAccount } from '../accounts/accounts.ts'
import type { Recorded } from '../audit/audit.ts'
import { tellAuditors } from '../../auditors.ts'
import { actWith, containInCase } from '../containment/containment.ts'
import type { SearchKind } from '../ledger/ledger.ts'
import { assertSearch, printEvidenceTarget, printSearchTarget } from '../ledger/ledger.ts'
import { isAbout } from './is-about.ts'
import type { Decision, StoredRequest } from './requests-store.ts'
import { decide, findRequest, insertRequest, listRequests } from './requests-store.ts'

export { ABOUT_ACCOUNTS, OF_ACCOUNT } from './is-about.ts'
export type { StoredRequest } from './requests-store.ts'

/** What was carried out. */
export interface Carried {
  operation: string
  target: string
  /** The secret of the link with which a released account is enrolled anew. */
  secret?: string
  contained?: number
}

/** The operations. What takes the number of a request throws `M_NOT_FOUND` where there is none, `M_FORBIDDEN` where it is about oneself. */
export interface DeskRequests {
  askRelease(call: DeskCall, input: { userId: string } & Reason): Promise<StoredRequest>
  /** Closes an account, or asks for it where that takes two. */
  close(call: DeskCall, input: { userId: string } & Reason): Promise<StoredRequest | undefined>
  askContainOrganisation(call: DeskCall, input: { organisationId: string } & Reason): Promise<StoredRequest>
  /** Asks for what an account was shown in a time; see `features/ledger`. */
  askEvidence(call: DeskCall, input: { userId: string; from_ms?: number | undefined; to_ms?: number | undefined } & Reason): Promise<StoredRequest>
  /** Asks who was shown something; see `features/ledger`. Throws where there is no such thing. */
  askLedgerSearch(call: DeskCall, input: { kind: SearchKind; value: string; from_ms?: number | undefined; to_ms?: number | undefined } & Reason): Promise<StoredRequest>
  /** Within what is on record: asks a second person. `also` commits with it. */
  ask(call: DeskCall, input: { target: string } & Reason, recorded: Recorded, also: (tx: Tx, requestNid: number) => Promise<void>): Promise<StoredRequest>
  /** A request that was agreed to, until a day after it was asked for. */
  findAgreed(requestNid: number): Promise<StoredRequest | undefined>
  /** What waits, then what was decided; of one case where it is named. */
  list(caseNid?: number): Promise<StoredRequest[]>
  approve(call: DeskCall, requestNid: number, reason: Reason): Promise<Carried>
  refuse(call: DeskCall, requestNid: number, reason: Reason): Promise<void>
  /** One person does what takes two; every auditor is told. */
  breakGlass(call: DeskCall, requestNid: number, reason: Reason): Promise<Carried>
}

const GOOD_FOR_MS = 24 * 3_600_000
const LIST_MAX = 200
/** The last moment that a date can be written of. */
const LATEST_MS = 8_640_000_000_000_000

/** What other features do with what was agreed to, by the operation that asked for it. */
export type Agreements = Readonly<Record<string, Agreement>>

/** What is done with a request that was agreed to. */
export interface Agreement {
  /** Commits with the agreement. */
  within(tx: Tx, requestNid: number): Promise<void>
  /** Follows the commit. */
  after(): void
}

/** Ties the operations. */
export function createDeskRequests(context: DeskContext, agreements: Agreements = {}): DeskRequests {
  const { ports } = context
  const { db, clock } = ports.ground
  return {
    askRelease: (call, input) =>
      actOn(context, call, input, async (account, recorded) => {
        if (account.accountType === 'exercise') throw new MatrixError('M_BAD_STATE', { message: 'An account of a drill is not released: it is closed when the drill ends' })
        assertAct('release', account.state, recorded)
        return ask(context, call, { ...input, target: account.userId }, recorded)
      }),
    close: (call, input) =>
      actOn(context, call, input, async (account, recorded) => {
        if (assertAct('close', account.state, recorded)) return ask(context, call, { ...input, target: account.userId }, recorded)
        await ports.accounts.close(account.userId, { actors: recorded.actors, also: (tx) => recorded.done(tx) })
        return undefined
      }),
    askContainOrganisation: (call, { organisationId, ...reason }) =>
      actWith(context, call, { target: organisationId, ...reason }, async (recorded) => {
        await ports.accounts.listOpenOf(organisationId)
        return ask(context, call, { ...reason, target: organisationId }, recorded)
      }),
    askEvidence: (call, input) =>
      actOn(context, call, input, async ({ userId }, recorded) => {
        const { from_ms: fromMs = 0, to_ms: toMs = clock.now() } = input
        if (fromMs > toMs || toMs > LATEST_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or never' })
        return ask(context, call, { ...input, target: printEvidenceTarget({ userId, fromMs, toMs }) }, recorded)
      }),
    askLedgerSearch: (call, { kind, value, from_ms: fromMs = 0, to_ms: toMs = clock.now(), ...reason }) =>
      actWith(context, call, { target: `${kind} ${value}`, ...reason }, async (recorded) => {
        const target = { kind, value, fromMs, toMs }
        if ((kind === 'account' || kind === 'person') && value === call.session.userId) throw ownAccount()
        await assertSearch(ports, target)
        return ask(context, call, { ...reason, target: printSearchTarget(target) }, recorded)
      }),
    ask: (call, input, recorded, also) => ask(context, call, input, { ...recorded, also }),
    findAgreed: (requestNid) => findAgreedRequest(ports, requestNid),
    list: (caseNid) => listRequests(db, { nowMs: clock.now(), caseNid }, LIST_MAX),
    approve: (call, requestNid, reason) =>
      actWith(context, call, { target: `request ${requestNid}`, ...reason }, async (recorded) => {
        const request = await getOpen(context, call, requestNid)
        if (request.askedByNid === call.session.userNid) {
          throw new MatrixError('M_FORBIDDEN', { message: 'A second person has to agree: you have asked for this yourself' })
        }
        await assertStillMay(context, request)
        return carryOut(context, request, { recorded, userNid: call.session.userNid, decision: 'approved', agreements })
      }),
    refuse: (call, requestNid, reason) =>
      actWith(context, call, { target: `request ${requestNid}`, ...reason }, async ({ done }) => {
        await getOpen(context, call, requestNid)
        await db.transaction().execute(async (tx) => {
          await settle(context, tx, requestNid, { decision: 'refused', userNid: call.session.userNid })
          await done(tx, { requestNid })
        })
      }),
    breakGlass: (call, requestNid, reason) => breakGlass({ ...context, agreements }, call, requestNid, reason),
  }
}

/** A request that was agreed to, until a day after it was asked for. */
export async function findAgreedRequest({ ground: { db, clock } }: DeskPorts, requestNid: number): Promise<StoredRequest | undefined> {
  const request = await findRequest(db, requestNid)
  const isAgreed = request?.decision === 'approved' || request?.decision === 'broken'
  return isAgreed && request.expiresAtMs > clock.now() ? request : undefined
}

async function breakGlass(context: DeskContext & { agreements: Agreements }, { operation, session, ip }: DeskCall, requestNid: number, reason: Reason): Promise<Carried> {
  const { audit, cases, ports } = context
  const deed = { operation, target: `request ${requestNid}`, reason: reason.reason, caseId: reason.case_id, requestId: requestNid, isBreakGlass: true }
  const carried = await audit.act({ session, ip }, deed, async (recorded) => {
    await cases.assertThere(reason.case_id)
    const request = await getOpen(context, { session }, requestNid)
    return carryOut(context, request, { recorded, userNid: session.userNid, decision: 'broken', agreements: context.agreements })
  })
  const what = `${carried.operation} of ${carried.target}`
  await tellAuditors(ports, {
    fr: `Bris de glace : ${session.userId} a fait seul ce qui demande deux personnes : ${what}. À examiner sous 24 heures par un auditeur. Motif donné : ${reason.reason}`,
    en: `Break-glass: ${session.userId} has done alone what takes two people: ${what}. An auditor is to look at it within 24 hours. Reason given: ${reason.reason}`,
  })
  return carried
}

/** Whether an act takes a second person. Throws where it cannot be done to an account that stands so, or not by this role. */
function assertAct(act: 'release' | 'close', state: Parameters<typeof checkTransition>[1], { actors }: Recorded): boolean {
  const check = checkTransition(act, state, actors)
  if (check.isAllowed) return check.transition.secondPerson === true
  if (check.reason === 'actor') throw new MatrixError('M_FORBIDDEN', { message: 'Your role does not let you do that to this account' })
  throw new MatrixError('M_BAD_STATE', { message: `That cannot be done (${act}) to an account that is ${state}` })
}

type Asking = Pick<Recorded, 'done'> & { also?: (tx: Tx, requestNid: number) => Promise<void> }

async function ask({ ports }: DeskContext, call: DeskCall, input: { target: string } & Reason, { done, also }: Asking): Promise<StoredRequest> {
  const { db, clock } = ports.ground
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const requestNid = await insertRequest(tx, {
      operation: call.operation,
      target: input.target,
      reason: input.reason,
      caseNid: input.case_id ?? null,
      askedBy: call.session.userNid,
      atMs: now,
      expiresAtMs: now + GOOD_FOR_MS,
    })
    await also?.(tx, requestNid)
    await done(tx, { requestNid, outcome: 'asked' })
    const made = await findRequest(tx, requestNid)
    if (made === undefined) throw new Error('the request was not written down')
    return made
  })
}

/** A request that waits for somebody to decide; whom it is about does not. */
async function getOpen({ ports }: DeskContext, { session }: Pick<DeskCall, 'session'>, requestNid: number): Promise<StoredRequest> {
  const { db, clock } = ports.ground
  const request = await findRequest(db, requestNid)
  if (request === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such request' })
  if (request.decision !== null || request.expiresAtMs <= clock.now()) throw decided()
  if (isAbout(request, session.userId)) throw ownAccount()
  return request
}

/** Who has asked must still be somebody who may: they may have lost the role, or been stopped, since. */
async function assertStillMay({ ports }: DeskContext, request: StoredRequest): Promise<void> {
  const asker = await ports.accounts.get(request.askedBy)
  const mayAct = asker.roles.includes('security_officer') && (asker.state === 'active' || asker.state === 'watched')
  if (!mayAct) throw new MatrixError('M_FORBIDDEN', { message: 'Whoever has asked for this may not do so any more' })
}

interface Carrying {
  recorded: Recorded
  userNid: number
  decision: Decision
  agreements: Agreements
}

async function carryOut(context: DeskContext, request: StoredRequest, { recorded, userNid, decision, agreements }: Carrying): Promise<Carried> {
  const { ports } = context
  const { requestNid, operation, target } = request
  const { actors } = recorded
  const also = async (tx: Tx): Promise<void> => {
    await settle(context, tx, requestNid, { decision, userNid })
    await recorded.done(tx, { requestNid })
  }
  if (operation === 'releaseAccount') {
    const { secret } = await ports.containment.release(target, { actors, isAgreed: true, also })
    return { operation, target, secret }
  }
  if (operation === 'closeDeskAccount') {
    await ports.accounts.close(target, { actors, isAgreed: true, also })
    return { operation, target }
  }
  const agreement = agreements[operation]
  if (agreement !== undefined) {
    await ports.ground.db.transaction().execute(async (tx) => {
      await also(tx)
      await agreement.within(tx, requestNid)
    })
    agreement.after()
    return { operation, target }
  }
  if (operation !== 'containOrganisation') throw new MatrixError('M_UNKNOWN', { message: `Nobody knows how to do ${operation}` })
  await ports.ground.db.transaction().execute((tx) => settle(context, tx, requestNid, { decision, userNid }))
  return { operation, target, contained: await containAll(context, request, recorded) }
}

/** Every account of an organisation, except those of the two who have agreed on it: they have to be able to undo it. */
async function containAll(context: DeskContext, request: StoredRequest, recorded: Recorded): Promise<number> {
  const { ports, cases } = context
  const spared = new Set([request.askedByNid, recorded.userNid])
  const fresh = { title: `Containment of ${request.target}`, openedBy: recorded.userNid }
  const caseNid = await ports.ground.db.transaction().execute((tx) => cases.ensure(tx, request.caseNid ?? undefined, fresh))
  const reason = { reason: request.reason, case_id: caseNid }
  let contained = 0
  for (const userId of await ports.accounts.listOpenOf(request.target)) {
    const { userNid } = await ports.accounts.get(userId)
    if (spared.has(userNid)) continue
    await containInCase(context, { userId, ...reason }, recorded)
    contained += 1
  }
  return contained
}

async function settle({ ports }: DeskContext, tx: Tx, requestNid: number, { decision, userNid }: { decision: Decision; userNid: number }): Promise<void> {
  if (!(await decide(tx, requestNid, { decision, decidedBy: userNid, atMs: ports.ground.clock.now() }))) throw decided()
}

function decided(): MatrixError {
  return new MatrixError('M_BAD_STATE', { message: 'That request has been decided, or has expired' })
}
