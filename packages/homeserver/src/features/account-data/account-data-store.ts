// SQL of account data and filters.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** Which entry. Room 0 stands for the account itself. */
export interface AccountDataKey {
  userId: string
  roomNid: number
  type: string
}

/** One entry as it goes out. */
export interface AccountDataRow {
  roomNid: number
  type: string
  /** JSON text. */
  content: string
}

/** What an entry holds: its content as JSON text, and whether it is deleted, which the content then says with `{}`. */
export interface AccountDataValue {
  content: string
  position: number
  deleted: boolean
}

/** The content of an entry, as JSON text. */
export async function findAccountData(db: Db | Tx, key: AccountDataKey): Promise<string | undefined> {
  const row = await db
    .selectFrom('account_data')
    .select('content')
    .where('user_id', '=', key.userId)
    .where('room_nid', '=', key.roomNid)
    .where('type', '=', key.type)
    .where('deleted', '=', false)
    .executeTakeFirst()
  return row?.content
}

/** Changes an entry that is there; false when there is none. */
export async function updateAccountData(
  db: Db | Tx,
  key: AccountDataKey,
  value: AccountDataValue,
): Promise<boolean> {
  const result = await db
    .updateTable('account_data')
    .set(value)
    .where('user_id', '=', key.userId)
    .where('room_nid', '=', key.roomNid)
    .where('type', '=', key.type)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Adds an entry, or changes the one that came in between. */
export async function insertAccountData(
  db: Db | Tx,
  key: AccountDataKey,
  value: AccountDataValue,
): Promise<void> {
  await db
    .insertInto('account_data')
    .values({ user_id: key.userId, room_nid: key.roomNid, type: key.type, ...value })
    .onConflict((conflict) => conflict.columns(['user_id', 'room_nid', 'type']).doUpdateSet(value))
    .execute()
}

/** Makes an entry where there is none, and locks it until the transaction ends. Gives back its content. */
export async function lockAccountData(tx: Tx, key: AccountDataKey, initial: string): Promise<string> {
  await tx
    .insertInto('account_data')
    .values({ user_id: key.userId, room_nid: key.roomNid, type: key.type, content: initial, position: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('account_data')
    .select('content')
    .where('user_id', '=', key.userId)
    .where('room_nid', '=', key.roomNid)
    .where('type', '=', key.type)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.content
}

/** How many entries a user has. */
export async function countAccountData(db: Db | Tx, userId: string): Promise<number> {
  const row = await db
    .selectFrom('account_data')
    .select(sql<number>`count(*)`.as('entries'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return row.entries
}

/** Every entry whose last change lies in (from, to], oldest first; from the beginning on, without those deleted. */
export async function listAccountData(
  db: Db,
  range: { userId: string; from: number; to: number },
): Promise<AccountDataRow[]> {
  const rows = await db
    .selectFrom('account_data')
    .select(['room_nid', 'type', 'content'])
    .where('user_id', '=', range.userId)
    .where('position', '>', range.from)
    .where('position', '<=', range.to)
    .where((eb) => (range.from === 0 ? eb('deleted', '=', false) : eb.val(true)))
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ roomNid: row.room_nid, type: row.type, content: row.content }))
}

/** Everybody's list of ignored users. */
export async function listIgnoreLists(db: Db): Promise<{ userId: string; content: string }[]> {
  const rows = await sql<{ userId: string; content: string }>`SELECT user_id AS "userId", content FROM account_data
    WHERE room_nid = 0 AND type = 'm.ignored_user_list'`.execute(db)
  return rows.rows
}

/** The number of the filter of that content, if the user has it already. */
export async function findFilterByHash(db: Db, userId: string, hash: Buffer): Promise<number | undefined> {
  const row = await db
    .selectFrom('sync_filter')
    .select('filter_nid')
    .where('user_id', '=', userId)
    .where('content_hash', '=', hash)
    .executeTakeFirst()
  return row?.filter_nid
}

/** Stores a filter and gives back its number; nothing when the same one came in between. */
export async function insertFilter(
  db: Db,
  filter: { userId: string; hash: Buffer; content: string },
): Promise<number | undefined> {
  const row = await db
    .insertInto('sync_filter')
    .values({ user_id: filter.userId, content_hash: filter.hash, content: filter.content })
    .onConflict((conflict) => conflict.columns(['user_id', 'content_hash']).doNothing())
    .returning('filter_nid')
    .executeTakeFirst()
  return row?.filter_nid
}

/** How many filters a user has. */
export async function countFilters(db: Db, userId: string): Promise<number> {
  const row = await db
    .selectFrom('sync_filter')
    .select(sql<number>`count(*)`.as('filters'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return row.filters
}

/** The JSON text of a user's filter. */
export async function findFilter(db: Db, userId: string, filterNid: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('sync_filter')
    .select('content')
    .where('user_id', '=', userId)
    .where('filter_nid', '=', filterNid)
    .executeTakeFirst()
  return row?.content
}

/** The number of a room, for as long as no rooms feature is asked. */
export async function findRoomNid(db: Db, roomId: string): Promise<number | undefined> {
  const row = await db.selectFrom('room').select('room_nid').where('room_id', '=', roomId).executeTakeFirst()
  return row?.room_nid
}

/** Deletes what holds or leads to secrets of a user; gives back how many entries that were. */
export async function deleteSecretsOf(tx: Tx, userId: string, position: number): Promise<number> {
  const result = await sql`UPDATE account_data SET content = '{}', deleted = true, position = greatest(position, ${position}::bigint)
    WHERE user_id = ${userId} AND room_nid = 0 AND NOT deleted AND (type LIKE 'm.secret\\_storage.%' OR type LIKE 'm.cross\\_signing.%'
      OR type IN ('m.megolm_backup.v1', 'm.org.matrix.custom.backup_disabled', 'm.dehydrated_device', 'org.matrix.msc3814'))`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
