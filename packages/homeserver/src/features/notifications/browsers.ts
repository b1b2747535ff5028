// Telling browsers that something is due, of which the server knows nothing but the moment.
import type { Tx } from '../../db/pool.ts'
import type { Delivery } from './delivery.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import type { ActivePusher, DueRow } from './notifications-store.ts'
import { insertDue, listAccountData, listActivePushers } from './notifications-store.ts'
import { destinationOf } from './steps/destination.ts'
import { quietAmong } from './steps/prepare.ts'

/** Whom it concerns. */
export interface DueOwner {
  userId: string
  /** One device alone; null: all of them. */
  deviceNid: number | null
}

/** What is told to browsers apart from events. */
export interface Browsers {
  /** Who of some people wants to be left alone now. */
  quietAmong(userIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Of some people, the content of one type of account data, as JSON text. */
  accountDataOf(userIds: readonly string[], type: string): Promise<ReadonlyMap<string, string>>
  /** How many browsers of somebody hear of something with the tab closed. */
  countBrowsers(userId: string): Promise<number>
  /** Within a transaction: owes the browsers of people a word that something is due. Gives back what begins to tell them after the commit. */
  oweDue(tx: Tx, owners: readonly DueOwner[]): Promise<() => Promise<void>>
}

/** Ties it. */
export function createBrowsers(deps: NotificationsDeps, delivery: Pick<Delivery, 'takeUp'>): Browsers {
  const { db, clock } = deps.ground
  const browsersOf = async (userIds: readonly string[]): Promise<ActivePusher[]> =>
    (await listActivePushers(db, userIds)).filter(({ pushkey, data }) => destinationOf(deps, pushkey, data)?.subscription !== undefined)
  return {
    quietAmong: (userIds) => quietAmong(deps, userIds),
    async accountDataOf(userIds, type) {
      return new Map((await listAccountData(db, userIds, [type])).map(({ userId, content }) => [userId, content]))
    },
    countBrowsers: async (userId) => (await browsersOf([userId])).length,
    async oweDue(tx, owners) {
      const now = clock.now()
      const ownersOf = Map.groupBy(owners, ({ userId }) => userId)
      const browsers = await browsersOf([...ownersOf.keys()])
      const meant = browsers.filter(({ userId, deviceNid }) => ownersOf.get(userId)?.some((owner) => owner.deviceNid === null || owner.deviceNid === deviceNid) === true)
      // Of one moment a browser is told once, however much is due.
      const rows: DueRow[] = meant.map(({ userId, appId, pushkey }) => ({ userId, appId, pushkey, position: -now, roomNid: 0, dueAtMs: now }))
      if (rows.length > 0) await insertDue(tx, rows)
      return () => delivery.takeUp(rows)
    },
  }
}
