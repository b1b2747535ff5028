// Sends what is due. The database knows what that is; memory knows only when to ask.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import { openDueTimes } from '../../due-times.ts'
import type { Session } from '../../session.ts'
import { NO_DEVICE, ownSession } from '../../session.ts'
import type { DelayedEvent } from './delayed-events-store.ts'
import {
  claimDelayedEvent,
  deleteFinalisedBefore,
  finaliseDelayedEvent,
  findNextDue,
  isAccountActive,
  listDueDelayed,
  releaseAllDelayed,
  releaseDelayedEvent,
} from './delayed-events-store.ts'

/** What is sent: the transaction is the id of the delay. */
interface Due {
  roomId: string
  type: string
  content: JsonObject
  attach: readonly string[] | undefined
  txnId: string
}

/** Sends as if the request came now. Each gives back the id of the event. */
export interface Sender {
  sendEvent(session: Session, input: Due): Promise<string>
  setRoomState(session: Session, input: Due & { stateKey: string }): Promise<string>
}

/** Sends what is due. */
export interface Scheduler {
  /** Something is due at a time, in milliseconds since 1970. */
  dueAt(atMs: number): void
  /** Sends an event before its time; what prevents that is thrown, and the event stays scheduled. */
  sendClaimed(event: DelayedEvent): Promise<void>
  /** Finishes what is being sent. */
  close(): Promise<void>
}

interface Ground {
  db: Db
  clock: Clock
  logger: Logger
}

const AT_ONCE = 100
const RETRY_MS = 1000
const SWEEP_MS = 3_600_000
const KEEP_MS = 7 * 24 * 3_600_000

interface State extends Ground {
  sender: Sender
}

/** Opens it; what a stop interrupted is sent again, as the same transaction. */
export async function openScheduler(ground: Ground, sender: Sender): Promise<Scheduler> {
  const state: State = { ...ground, sender }
  let sweepAtMs = 0
  await releaseAllDelayed(ground.db)
  const times = openDueTimes(ground, {
    firstMs: 0,
    async run(now) {
      if (now >= sweepAtMs) {
        sweepAtMs = now + SWEEP_MS
        await deleteFinalisedBefore(ground.db, now - KEEP_MS)
      }
      await sendAll(state, now)
      return Math.min(sweepAtMs, (await findNextDue(ground.db)) ?? Infinity)
    },
    retryMs: RETRY_MS,
    failure: 'delayed events could not be looked up',
  })
  return {
    dueAt: (atMs) => times.at(atMs),
    async sendClaimed(event) {
      try {
        await finish(state, event, await sendNow(state, event), true)
      } catch (error) {
        await releaseDelayedEvent(state.db, event.delayId)
        throw error
      }
    },
    close: () => times.close(),
  }
}

async function sendAll(state: State, now: number): Promise<void> {
  const due = await listDueDelayed(state.db, now, AT_ONCE)
  // In each room one after the other, in the order in which they were due.
  await Promise.all(
    [...Map.groupBy(due, ({ roomId }) => roomId).values()].map(async (inRoom) => {
      for (const { delayId } of inRoom) await sendDue(state, delayId, now)
    }),
  )
}

async function sendDue(state: State, delayId: string, now: number): Promise<void> {
  const event = await claimDelayedEvent(state.db, delayId, now)
  if (event === undefined) return
  try {
    await finish(state, event, await sendNow(state, event), false)
  } catch (error) {
    if (error instanceof MatrixError && error.status < 500) {
      const end = { from: 'sending', state: 'failed', byAction: false, atMs: state.clock.now(), error: JSON.stringify(error.body()) } as const
      await finaliseDelayedEvent(state.db, delayId, end)
      return
    }
    state.logger.warn({ err: error }, 'a delayed event could not be sent; it is sent again')
    await releaseDelayedEvent(state.db, delayId)
  }
}

async function finish(state: State, { delayId }: DelayedEvent, eventId: string, byAction: boolean): Promise<void> {
  await finaliseDelayedEvent(state.db, delayId, { from: 'sending', state: 'sent', byAction, atMs: state.clock.now(), eventId })
}

async function sendNow({ db, sender }: State, event: DelayedEvent): Promise<string> {
  const { userId, userNid, roomId, type, stateKey, attach, delayId: txnId } = event
  if (!(await isAccountActive(db, userNid))) throw new MatrixError('M_FORBIDDEN', { message: 'The account is not active' })
  // What it may is asked of the room at this moment, as for any event.
  const session = ownSession({ userId, userNid, deviceId: '', deviceNid: NO_DEVICE })
  const parsed = parseJson(event.content)
  const content = isJsonObject(parsed) ? parsed : {}
  const due = { roomId, type, content, attach, txnId }
  return stateKey === undefined ? sender.sendEvent(session, due) : sender.setRoomState(session, { ...due, stateKey })
}
