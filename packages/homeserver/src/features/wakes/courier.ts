// Wakes browsers at their moments. The database knows what is asked for; memory knows only when to look.
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { DueTimes } from '../../due-times.ts'
import { openDueTimes } from '../../due-times.ts'
import type { DueWake } from './wakes-store.ts'
import { endWakes, findNextLook, lockDueWakes, putOffWakes } from './wakes-store.ts'

/** Whom a wake is for. */
export interface Woken {
  userId: string
  /** One device alone; null: all of them. */
  deviceNid: number | null
}

/** How people are told with the tab closed. */
export interface WakeDelivery {
  /** Who of some people wants to be left alone now. */
  quietAmong(userIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Of some people, the content of one type of account data, as JSON text. */
  accountDataOf(userIds: readonly string[], type: string): Promise<ReadonlyMap<string, string>>
  /** Within a transaction: owes the browsers of people a word that something is due. Gives back what begins to tell them after the commit. */
  oweDue(tx: Tx, whom: readonly Woken[]): Promise<() => Promise<void>>
}

/** The account data by which somebody wants none. */
export const WISH_TYPE = 'org.chappe.wakes'
const AT_ONCE = 500
const RETRY_MS = 5000
/** How soon after quiet is over somebody is told. */
const HELD_MS = 5 * 60_000
/** Whoever wants quiet for longer sees what was due when they come. */
const GIVE_UP_MS = 60 * 24 * 3_600_000

interface Ground {
  db: Db
  clock: Clock
  logger: Logger
}

/** Opens it; what became due while no server ran is taken up at once. */
export async function openCourier(ground: Ground, delivery: WakeDelivery): Promise<DueTimes> {
  const nextLook = async (): Promise<number> => (await findNextLook(ground.db)) ?? Infinity
  return openDueTimes(ground, {
    firstMs: await nextLook(),
    async run(now, isClosing) {
      while (!isClosing() && (await wakeSome(ground.db, delivery, now)) === AT_ONCE);
      return nextLook()
    },
    retryMs: RETRY_MS,
    failure: 'who is to be woken could not be looked up, and is looked up again',
  })
}

/** In one transaction a wake ends and its browsers are owed a word: it is told once, whichever process does it and whenever that stops. */
async function wakeSome(db: Db, delivery: WakeDelivery, now: number): Promise<number> {
  const { count, begin } = await db.transaction().execute(async (tx) => {
    const due = await lockDueWakes(tx, now, AT_ONCE)
    if (due.length === 0) return { count: 0, begin: undefined }
    const { held, told, over } = await sort(delivery, due, now)
    if (held.length > 0) await putOffWakes(tx, held, now + HELD_MS)
    if (over.length > 0) await endWakes(tx, over)
    return { count: due.length, begin: told.length === 0 ? undefined : await delivery.oweDue(tx, told) }
  })
  await begin?.()
  return count
}

async function sort(delivery: WakeDelivery, due: readonly DueWake[], now: number): Promise<{ held: DueWake[]; told: Woken[]; over: DueWake[] }> {
  const userIds = [...new Set(due.map(({ userId }) => userId))]
  const [quiet, wishes] = await Promise.all([delivery.quietAmong(userIds), delivery.accountDataOf(userIds, WISH_TYPE)])
  const isHeld = ({ userId, atMs }: DueWake): boolean => quiet.has(userId) && now - atMs < GIVE_UP_MS
  const over = due.filter((each) => !isHeld(each))
  const told = over.filter(({ userId }) => !quiet.has(userId) && isWanted(wishes.get(userId)))
  return { held: due.filter(isHeld), told, over }
}

function isWanted(text: string | undefined): boolean {
  const wish = text === undefined ? undefined : parseJson(text)
  return !isJsonObject(wish) || wish['enabled'] !== false
}
