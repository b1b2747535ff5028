// SQL of rooms as administrators see and close them.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** One room in a list. */
export interface ListedRoom {
  roomNid: number
  joined: number
  isPublished: boolean
  aliases: string[]
}

const LISTED = sql.raw(`r.room_nid AS "roomNid", r.published AS "isPublished",
  (SELECT count(*)::int FROM membership m WHERE m.room_nid = r.room_nid AND m.membership = 'join') AS joined,
  ARRAY(SELECT a.alias FROM room_alias a WHERE a.room_nid = r.room_nid ORDER BY a.alias LIMIT 100) AS aliases`)

/** Rooms by number of members or by age, and how many there are. `text`: a part of the room id or of an alias. */
export async function listRooms(
  db: Db,
  filter: { text: string | undefined },
  page: { from: number; limit: number; byMembers: boolean; backwards: boolean },
): Promise<{ rooms: ListedRoom[]; total: number }> {
  const pattern = filter.text === undefined ? null : `%${filter.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const where = sql`EXISTS (SELECT 1 FROM event e WHERE e.room_nid = r.room_nid) AND (${pattern}::text IS NULL OR r.room_id LIKE ${pattern}::text
    OR EXISTS (SELECT 1 FROM room_alias a WHERE a.room_nid = r.room_nid AND a.alias LIKE ${pattern}::text))`
  const order = sql.raw(`${page.byMembers ? 'joined' : 'r.room_nid'} ${page.backwards ? 'DESC' : 'ASC'}, r.room_nid`)
  const [rows, count] = await Promise.all([
    sql<ListedRoom>`SELECT ${LISTED} FROM room r WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.from}`.execute(db),
    sql<{ total: number }>`SELECT count(*)::int AS total FROM room r WHERE ${where}`.execute(db),
  ])
  return { rooms: rows.rows, total: count.rows[0]?.total ?? 0 }
}

/** One room by its number. */
export async function findListedRoom(db: Db, roomNid: number): Promise<ListedRoom | undefined> {
  const result = await sql<ListedRoom>`SELECT ${LISTED} FROM room r WHERE r.room_nid = ${roomNid}`.execute(db)
  return result.rows[0]
}

/** Who has a membership of that kind in a room. */
export async function listMembersOf(db: Db, roomNid: number, memberships: readonly string[]): Promise<string[]> {
  const result = await sql<{ user_id: string }>`
    SELECT user_id FROM membership WHERE room_nid = ${roomNid} AND membership = ANY(${memberships}::text[]) ORDER BY user_id
  `.execute(db)
  return result.rows.map((row) => row.user_id)
}

/** Takes a room's aliases away; gives them back. */
export async function deleteAliasesOf(db: Db, roomNid: number): Promise<string[]> {
  const result = await sql<{ alias: string }>`DELETE FROM room_alias WHERE room_nid = ${roomNid} RETURNING alias`.execute(db)
  return result.rows.map((row) => row.alias).toSorted()
}

/** Takes a room out of the directory of every network. */
export async function unlistFromNetworks(db: Db, roomNid: number): Promise<void> {
  await sql`DELETE FROM network_room WHERE room_nid = ${roomNid}`.execute(db)
}

/** Nobody who left the room reads it any more. */
export async function forgetForEverybody(db: Db, roomNid: number): Promise<void> {
  await sql`UPDATE membership SET forgotten = true WHERE room_nid = ${roomNid} AND membership <> 'join'`.execute(db)
}

/** Blocks a room, known here or not. */
export async function insertBlock(db: Db, block: { roomId: string; userNid: number; atMs: number }): Promise<void> {
  await db
    .insertInto('room_block')
    .values({ room_id: block.roomId, user_nid: block.userNid, at_ms: block.atMs })
    .onConflict((conflict) => conflict.column('room_id').doNothing())
    .execute()
}

/** Ends the block of a room. */
export async function deleteBlock(db: Db, roomId: string): Promise<void> {
  await db.deleteFrom('room_block').where('room_id', '=', roomId).execute()
}

/** Who blocked a room; nothing where nobody did. */
export async function findBlock(db: Db, roomId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('room_block')
    .innerJoin('account', 'account.user_nid', 'room_block.user_nid')
    .select('account.user_id')
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  return row?.user_id
}

/** Whether the room of that id or alias is blocked. */
export async function isBlocked(db: Db, roomIdOrAlias: string): Promise<boolean> {
  const result = await sql`
    SELECT 1 FROM room_block b WHERE b.room_id = ${roomIdOrAlias}
      OR b.room_id = (SELECT r.room_id FROM room_alias a JOIN room r ON r.room_nid = a.room_nid WHERE a.alias = ${roomIdOrAlias})
  `.execute(db)
  return result.rows.length > 0
}

/** A removal of a room. `result` is JSON text. */
export interface Removal {
  removalId: string
  roomId: string
  status: 'shutting_down' | 'complete' | 'failed'
  result: string | null
}

/** Writes a removal down as begun. */
export async function insertRemoval(db: Db, removal: { removalId: string; roomId: string; atMs: number }): Promise<void> {
  await db
    .insertInto('room_removal')
    .values({ removal_id: removal.removalId, room_id: removal.roomId, started_at_ms: removal.atMs, status: 'shutting_down', result: null, purging_nid: null })
    .execute()
}

/** Writes down how a removal ended. */
export async function updateRemoval(db: Db, removal: { removalId: string; status: Removal['status']; result?: string | null }): Promise<void> {
  const { removalId, status, result } = removal
  const outcome = result === undefined ? {} : { result }
  const purging = status === 'complete' ? { purging_nid: null } : {}
  await db.updateTable('room_removal').set({ status, ...outcome, ...purging }).where('removal_id', '=', removalId).execute()
}

/** The removals of a room, newest first. */
export async function listRemovals(db: Db, roomId: string): Promise<Removal[]> {
  const rows = await db.selectFrom('room_removal').selectAll().where('room_id', '=', roomId).orderBy('started_at_ms', 'desc').limit(100).execute()
  return rows.map((row) => ({ removalId: row.removal_id, roomId: row.room_id, status: row.status, result: row.result }))
}

/** One removal. */
export async function findRemoval(db: Db, removalId: string): Promise<Removal | undefined> {
  const row = await db.selectFrom('room_removal').selectAll().where('removal_id', '=', removalId).executeTakeFirst()
  return row === undefined ? undefined : { removalId, roomId: row.room_id, status: row.status, result: row.result }
}

/** Removals that a restart cut short before anything was deleted. */
export async function failCutRemovals(db: Db): Promise<void> {
  await db
    .updateTable('room_removal')
    .set({ status: 'failed' })
    .where('status', '=', 'shutting_down')
    .where('purging_nid', 'is', null)
    .execute()
}

/** A removal begins to delete; its result stands by then. */
export async function beginPurge(db: Db, { removalId, roomNid, result }: Purge): Promise<void> {
  await db.updateTable('room_removal').set({ purging_nid: roomNid, result }).where('removal_id', '=', removalId).execute()
}

/** A removal that deletes. `result` is JSON text. */
export interface Purge {
  removalId: string
  roomNid: number
  result: string | null
}

/** Removals that were cut short while they deleted. */
export async function listCutPurges(db: Db): Promise<Purge[]> {
  const rows = await db.selectFrom('room_removal').selectAll().where('purging_nid', 'is not', null).execute()
  return rows.flatMap(({ removal_id: removalId, purging_nid: roomNid, result }) => (roomNid === null ? [] : [{ removalId, roomNid, result }]))
}

/** The number of a room that was removed before, and may be gone. */
export async function findRemovedNid(db: Db, roomId: string): Promise<number | undefined> {
  const { rows } = await sql<{ nid: number }>`SELECT room_nid AS nid FROM room
    WHERE room_id = ${roomId} AND EXISTS (SELECT 1 FROM room_removal WHERE room_id = ${roomId})`.execute(db)
  return rows[0]?.nid
}
