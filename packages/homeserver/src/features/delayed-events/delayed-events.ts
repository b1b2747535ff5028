// The front door of delayed events: what is sent later, unless somebody says otherwise.
// https://github.com/matrix-org/matrix-spec-proposals/pull/4140
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { DelayedEvent, DelayState } from './delayed-events-store.ts'
import {
  cancelScheduledOf,
  claimDelayedEvent,
  countScheduled,
  deleteOldFinalised,
  finaliseDelayedEvent,
  findDelayedEvent,
  insertDelayedEvent,
  listDelayedEvents,
  restartDelay,
} from './delayed-events-store.ts'
import type { Sender } from './scheduler.ts'
import { openScheduler } from './scheduler.ts'

export type { DelayedEvent } from './delayed-events-store.ts'
export type { Sender } from './scheduler.ts'

/** What the operations need. */
export interface DelayedEventsDeps {
  ground: { db: Db; clock: Clock; random: Random; logger: Logger }
  /** Throws unless somebody is in a room. */
  assertJoined(userId: string, roomId: string): Promise<void>
  sender: Sender
}

/** An event to be sent later. */
export interface DelayedInput {
  roomId: string
  type: string
  stateKey: string | undefined
  txnId: string | undefined
  content: JsonObject
  /** `mxc://` URIs of files that the event carries and does not name itself. */
  attach: readonly string[] | undefined
  delayMs: number
}

/** Which of their events somebody asks for. */
export interface DelayedQuery {
  status: 'scheduled' | 'finalised' | undefined
  delayIds: readonly string[] | undefined
  from: string | undefined
}

/** The operations of this feature. */
export interface DelayedEvents {
  /** Schedules an event; gives back its id. */
  schedule(session: Session, input: DelayedInput): Promise<string>
  list(session: Session, query: DelayedQuery): Promise<{ events: DelayedEvent[]; next: string | undefined }>
  /** One of the caller's; throws `M_NOT_FOUND`. */
  get(session: Session, delayId: string): Promise<DelayedEvent>
  /** `send`, `cancel` or `restart`: whoever knows the id may. */
  manage(delayId: string, action: string): Promise<void>
  /** Within a transaction: ends what a user has scheduled. Gives back how many events that were. */
  cancelAllOf(userId: string, tx: Tx): Promise<number>
  close(): Promise<void>
}

const MAX_DELAY_MS = 24 * 3_600_000
const MAX_SCHEDULED = 100
const MAX_FINALISED = 200
const MAX_CONTENT_BYTES = 65_536
const PAGE = 50
const OVER: readonly DelayState[] = ['sent', 'cancelled', 'failed']
const OPEN: readonly DelayState[] = ['scheduled', 'sending']

/** Ties the operations to what they need, and takes up what was scheduled before. */
export async function createDelayedEvents(deps: DelayedEventsDeps): Promise<DelayedEvents> {
  const { db, clock } = deps.ground
  const scheduler = await openScheduler(deps.ground, deps.sender)
  return {
    async schedule(session, input) {
      const { delayId, dueAtMs } = await schedule(deps, session, input)
      scheduler.dueAt(dueAtMs)
      return delayId
    },
    list: (session, query) => list(deps, session, query),
    async get(session, delayId) {
      const found = await findDelayedEvent(db, delayId)
      if (found?.userId !== session.userId) throw notFound()
      return found
    },
    async manage(delayId, action) {
      if (action === 'cancel') return cancel(deps, delayId)
      if (action === 'send') return send(deps, delayId, scheduler.sendClaimed)
      if (action !== 'restart') throw new MatrixError('M_INVALID_PARAM', { message: 'action: send, cancel or restart' })
      const dueAtMs = await restartDelay(db, delayId, clock.now())
      if (dueAtMs === undefined) throw await conflictOf(db, delayId)
      scheduler.dueAt(dueAtMs)
    },
    cancelAllOf: (userId, tx) => cancelScheduledOf(tx, userId, clock.now()),
    close: () => scheduler.close(),
  }
}

async function schedule(deps: DelayedEventsDeps, session: Session, input: DelayedInput): Promise<{ delayId: string; dueAtMs: number }> {
  const { db, clock, random } = deps.ground
  if (input.delayMs > MAX_DELAY_MS) throw tooLong()
  const content = JSON.stringify(input.content)
  if (Buffer.byteLength(content) > MAX_CONTENT_BYTES) throw new MatrixError('M_TOO_LARGE')
  await deps.assertJoined(session.userId, input.roomId)
  const now = clock.now()
  const { userId, userNid, deviceNid } = session
  const { delayMs, ...event } = input
  const dueAtMs = now + delayMs
  const delayId = await db.transaction().execute(async (tx) => {
    const scheduled = await countScheduled(tx, session)
    if (scheduled.count >= MAX_SCHEDULED) throw tooMany(scheduled.nextDueAtMs - now)
    await deleteOldFinalised(tx, userId, MAX_FINALISED)
    return insertDelayedEvent(tx, {
      ...event, content, delayId: random.text(32), userId, userNid, deviceNid, delayMs, sinceMs: now, dueAtMs,
    })
  })
  return { delayId, dueAtMs }
}

async function list(
  { ground }: DelayedEventsDeps,
  session: Session,
  query: DelayedQuery,
): Promise<{ events: DelayedEvent[]; next: string | undefined }> {
  const from = query.from ?? '0'
  if (!/^\d{1,6}$/.test(from)) throw new MatrixError('M_INVALID_PARAM', { message: 'from: not a token of this list' })
  const states = query.status === 'scheduled' ? OPEN : query.status === 'finalised' ? OVER : [...OPEN, ...OVER]
  const offset = Number(from)
  const page = { userId: session.userId, states, delayIds: query.delayIds, offset, limit: PAGE + 1 }
  const events = await listDelayedEvents(ground.db, page)
  return { events: events.slice(0, PAGE), next: events.length > PAGE ? String(offset + PAGE) : undefined }
}

async function cancel({ ground }: DelayedEventsDeps, delayId: string): Promise<void> {
  const end = { from: 'scheduled', state: 'cancelled', byAction: true, atMs: ground.clock.now() } as const
  if (await finaliseDelayedEvent(ground.db, delayId, end)) return
  const found = await findDelayedEvent(ground.db, delayId)
  // "Already been cancelled (either due to user action or an error)": asked again, it is so.
  if (found?.state === 'cancelled' || found?.state === 'failed') return
  throw await conflictOf(ground.db, delayId)
}

async function send({ ground }: DelayedEventsDeps, delayId: string, sendClaimed: (event: DelayedEvent) => Promise<void>): Promise<void> {
  const claimed = await claimDelayedEvent(ground.db, delayId)
  if (claimed !== undefined) return sendClaimed(claimed)
  const found = await findDelayedEvent(ground.db, delayId)
  if (found?.state === 'sent' || found?.state === 'sending') return
  throw await conflictOf(ground.db, delayId)
}

async function conflictOf(db: Db, delayId: string): Promise<MatrixError> {
  const found = await findDelayedEvent(db, delayId)
  if (found === undefined) return notFound()
  return new MatrixError('M_UNKNOWN', { status: 409, message: 'That event has been sent or cancelled already' })
}

function notFound(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such delayed event' })
}

/** As the clients of today read it: the code of the proposal stands beside the one they know. */
function tooLong(): MatrixError {
  return new MatrixError('M_UNKNOWN', {
    status: 400,
    message: 'The delay is longer than is allowed',
    fields: { 'org.matrix.msc4140.errcode': 'M_MAX_DELAY_EXCEEDED', 'org.matrix.msc4140.max_delay': MAX_DELAY_MS },
  })
}

function tooMany(waitMs: number): MatrixError {
  return new MatrixError('M_LIMIT_EXCEEDED', {
    message: `No more than ${MAX_SCHEDULED} delayed events`,
    fields: { retry_after_ms: Math.max(1000, waitMs) },
  })
}
