// SQL of push rules and pushers.
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { PusherTable, PushRulesTable } from './push-tables.ts'

/** The rules of a user who has changed something; `rules` is JSON text. */
export interface RulesRow {
  userId: string
  rules: string
  position: number
  version: number
}

/** The rules of a user, if they have changed something. */
export async function findRules(db: Db, userId: string): Promise<RulesRow | undefined> {
  const row = await db.selectFrom('push_rules').selectAll().where('user_id', '=', userId).executeTakeFirst()
  return row === undefined ? undefined : rulesRow(row)
}

/** The rules of all joined members of these rooms who have changed something, with the room of each. */
export async function listRulesOfRooms(db: Db, roomNids: readonly number[]): Promise<(RulesRow & { roomNid: number })[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('push_rules', 'push_rules.user_id', 'membership.user_id')
    .selectAll('push_rules')
    .select('membership.room_nid')
    .where(sql<boolean>`membership.room_nid = ANY(${roomNids}::int4[])`)
    .where('membership.membership', '=', 'join')
    .execute()
  return rows.map((row) => ({ ...rulesRow(row), roomNid: row.room_nid }))
}

function rulesRow(row: Selectable<PushRulesTable>): RulesRow {
  return { userId: row.user_id, rules: row.rules, position: row.position, version: row.version }
}

/** Makes a row where there is none, and locks it until the transaction ends. Gives back the JSON text of the rules. */
export async function lockRules(tx: Tx, userId: string, initial: string): Promise<string> {
  await tx
    .insertInto('push_rules')
    .values({ user_id: userId, rules: initial, position: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('push_rules')
    .select('rules')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.rules
}

/** Writes locked rules back and gives back their new version. */
export async function updateRules(tx: Tx, row: Omit<RulesRow, 'version'>): Promise<number> {
  const written = await tx
    .updateTable('push_rules')
    .set({
      rules: row.rules,
      // An earlier position may commit later; syncs see neither before both are there.
      position: sql<number>`greatest(position, ${row.position}::bigint)`,
      version: sql<number>`version + 1`,
    })
    .where('user_id', '=', row.userId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return written.version
}

/** A pusher as it is set. */
export type NewPusher = Selectable<PusherTable>

/** A pusher with the id of the device that set it. */
export type ListedPusher = NewPusher & { device_id: string }

/** The pushers of a user, oldest first. */
export async function listPushers(db: Db, userId: string): Promise<ListedPusher[]> {
  return db
    .selectFrom('pusher')
    .innerJoin('device', 'device.device_nid', 'pusher.device_nid')
    .selectAll('pusher')
    .select('device.device_id')
    .where('pusher.user_id', '=', userId)
    .orderBy('pusher.created_at_ms')
    .orderBy('pusher.app_id')
    .orderBy('pusher.pushkey')
    .execute()
}

/** How many pushers a user has beside the one of that key. */
export async function countOtherPushers(tx: Tx, key: PusherKey): Promise<number> {
  const row = await tx
    .selectFrom('pusher')
    .select(sql<number>`count(*)`.as('pushers'))
    .where('user_id', '=', key.userId)
    .where((eb) => eb.not(eb.and([eb('app_id', '=', key.appId), eb('pushkey', '=', key.pushkey)])))
    .executeTakeFirstOrThrow()
  return row.pushers
}

/** What a pusher is known by. */
export interface PusherKey {
  userId: string
  appId: string
  pushkey: string
}

/** Makes a pusher or changes the one of its key; `keepDevice`: it stays with the device that has set it before. */
export async function upsertPusher(tx: Tx, pusher: NewPusher, { keepDevice }: { keepDevice: boolean }): Promise<void> {
  const { user_id: _user, app_id: _app, pushkey: _key, created_at_ms: _at, device_nid: device, ...rest } = pusher
  const changes = keepDevice ? rest : { ...rest, device_nid: device }
  await tx
    .insertInto('pusher')
    .values(pusher)
    .onConflict((conflict) => conflict.columns(['user_id', 'app_id', 'pushkey']).doUpdateSet(changes))
    .execute()
}

/** Removes a pusher, if it is there. */
export async function deletePusher(db: Db | Tx, key: PusherKey): Promise<void> {
  await db
    .deleteFrom('pusher')
    .where('user_id', '=', key.userId)
    .where('app_id', '=', key.appId)
    .where('pushkey', '=', key.pushkey)
    .execute()
}

/** Removes everybody else's pushers of that app and key: the device has changed hands. */
export async function deletePushersOfOthers(tx: Tx, key: PusherKey): Promise<void> {
  await tx
    .deleteFrom('pusher')
    .where('pushkey', '=', key.pushkey)
    .where('app_id', '=', key.appId)
    .where('user_id', '!=', key.userId)
    .execute()
}

/** Removes every pusher of a user, and what waits for them; gives back how many there were. */
export async function deletePushersOf(tx: Tx, userId: string): Promise<number> {
  const result = await tx.deleteFrom('pusher').where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows)
}
