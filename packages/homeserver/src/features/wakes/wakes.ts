// The front door of wakes: a device says when the browsers of its account are to be woken, and never of what.
// docs/decisions/0094-wake-closed-browsers-at-a-moment.md
import { MatrixError } from '@chappe/contract'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { WakeDelivery } from './courier.ts'
import { openCourier } from './courier.ts'
import { countWakes, deleteWakes, deleteWakesOf, listWakes, upsertWakes } from './wakes-store.ts'

export type { WakeDelivery } from './courier.ts'

/** What the operations need. */
export interface WakesDeps {
  ground: { db: Db; clock: Clock; logger: Logger }
  delivery: WakeDelivery & {
    /** How many browsers of somebody hear of something with the tab closed. */
    countBrowsers(userId: string): Promise<number>
  }
}

/** A moment that a device asks for. */
export interface WakeInput {
  wake_id: string
  at_ts: number
  only_here?: boolean
}

/** The operations of this feature. */
export interface Wakes {
  /** What the caller's device knows to be asked for. */
  list(session: Session): Promise<{ wakes: { wake_id: string; at_ts: number }[]; browsers: number }>
  /** Asks for moments, and takes others back. */
  change(session: Session, input: { set: readonly WakeInput[]; remove: readonly string[] }): Promise<void>
  /** Takes back all of an account, within a transaction where there is one. Gives back how many there were. */
  endAllOf(userId: string, tx?: Tx): Promise<number>
  close(): Promise<void>
}

const MAX_WAKES = 300
/** What is due later than this is asked for when it is nearer. */
const MAX_AHEAD_MS = 400 * 24 * 3_600_000
/** A device that is open has so long to say that it has told of it: then nobody is woken. */
const GRACE_MS = 10_000

/** Ties the operations to what they need, and takes up what is asked for already. */
export async function createWakes({ ground, delivery }: WakesDeps): Promise<Wakes> {
  const { db, clock } = ground
  const courier = await openCourier(ground, delivery)
  return {
    async list(session) {
      const [wakes, browsers] = await Promise.all([listWakes(db, session), delivery.countBrowsers(session.userId)])
      return { wakes: wakes.map(({ wakeId, atMs }) => ({ wake_id: wakeId, at_ts: atMs })), browsers }
    },
    async change(session, { set, remove }) {
      const now = clock.now()
      if (set.some(({ at_ts: atMs }) => atMs > now + MAX_AHEAD_MS)) throw new MatrixError('M_INVALID_PARAM', { message: 'at_ts: at most 400 days ahead' })
      const wakes = set.map(({ wake_id: wakeId, at_ts: atMs, only_here: isOnlyHere }) => {
        return { wakeId, atMs, deviceNid: isOnlyHere === true ? session.deviceNid : null, lookAtMs: Math.max(atMs, now) + GRACE_MS }
      })
      await db.transaction().execute(async (tx) => {
        if (remove.length > 0) await deleteWakes(tx, session, remove)
        if (wakes.length === 0) return
        await upsertWakes(tx, session.userNid, wakes)
        if ((await countWakes(tx, session.userNid)) > MAX_WAKES) throw new MatrixError('M_TOO_LARGE', { message: `No more than ${MAX_WAKES} wakes` })
      })
      for (const { lookAtMs } of wakes) courier.at(lookAtMs)
    },
    endAllOf: (userId, tx) => deleteWakesOf(tx ?? db, userId),
    close: () => courier.close(),
  }
}
