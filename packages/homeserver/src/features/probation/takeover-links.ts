// The link in the mail about a new device. Whoever opens it need not be signed in, which they may no longer be: the most
// it does is to stop an account, which its owner can have undone.
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { AnnouncedDevice } from './takeover-links-store.ts'
import { countTakeoverLinks, deleteTakeoverLinks, findTakeoverLink, insertTakeoverLink } from './takeover-links-store.ts'

/** What the links need. */
export interface TakeoverLinksDeps {
  db: Db
  clock: Clock
  random: Random
  settings: { publicUrl: string }
}

/** The links. */
export interface TakeoverLinks {
  /** Makes a link, within the transaction that keeps its mail. Undefined where the account has been sent enough of them. */
  issue(tx: Tx, userNid: number, device: AnnouncedDevice): Promise<string | undefined>
  find(token: string): Promise<(AnnouncedDevice & { userId: string; userNid: number }) | undefined>
  /** Takes every link from an account, within a transaction if there is one. */
  endAllOf(userNid: number, tx?: Tx): Promise<void>
}

/** Mails lie over a weekend, and over a week of leave. */
const GOOD_MS = 7 * 24 * 60 * 60_000
/** Whoever signs in without end fills no mailbox: the devices are told of all the same. */
const MAX_AN_HOUR = 10
const HOUR_MS = 60 * 60_000

/** Opens the links. */
export function openTakeoverLinks({ db, clock, random, settings }: TakeoverLinksDeps): TakeoverLinks {
  return {
    async issue(tx, userNid, device) {
      const now = clock.now()
      if ((await countTakeoverLinks(tx, userNid, now - HOUR_MS)) >= MAX_AN_HOUR) return undefined
      const token = random.text(43)
      await insertTakeoverLink(tx, { ...device, hash: hashOf(token), userNid, overAtMs: now - GOOD_MS })
      const url = new URL('/not-me', settings.publicUrl)
      url.searchParams.set('token', token)
      return url.href
    },
    find: (token) => findTakeoverLink(db, hashOf(token), clock.now() - GOOD_MS),
    endAllOf: (userNid, tx) => deleteTakeoverLinks(tx ?? db, userNid),
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
