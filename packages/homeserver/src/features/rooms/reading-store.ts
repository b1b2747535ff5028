// SQL of reading rooms as they were.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { StoredEvent } from '../../engine/rooms-store.ts'
import { EVENT_COLUMNS } from '../../engine/rooms-store.ts'

/** The member events of a room just before a position: of everybody, or of some users. */
export async function listMembersBefore(
  db: Db,
  roomNid: number,
  position: number,
  userIds?: readonly string[],
): Promise<StoredEvent[]> {
  const some = userIds === undefined ? sql`true` : sql`s.state_key = ANY(${userIds}::text[])`
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM state_interval s
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.type = 'm.room.member' AND ${some}
      AND s.from_position < ${position} AND s.to_position >= ${position}`.execute(db)
  return rows.rows
}

/** Whether a user has forgotten a room. */
export async function isForgotten(db: Db, userId: string, roomNid: number): Promise<boolean> {
  const row = await db
    .selectFrom('membership')
    .select('forgotten')
    .where('user_id', '=', userId)
    .where('room_nid', '=', roomNid)
    .executeTakeFirst()
  return row?.forgotten === true
}

/** Somebody who is joined to a room, these users left out. */
export async function findJoinedMember(db: Db, roomNid: number, except: readonly string[]): Promise<string | undefined> {
  const rows = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM membership
    WHERE room_nid = ${roomNid} AND membership = 'join' AND NOT user_id = ANY(${except}::text[]) LIMIT 1`.execute(db)
  return rows.rows[0]?.userId
}

/** The rooms that two users are both joined to, in order: those with a number above `after`, and how many there are in all. */
export async function listMutualRooms(
  db: Db,
  users: readonly [string, string],
  page: { after: number; limit: number },
): Promise<{ rooms: { roomNid: number; roomId: string }[]; count: number }> {
  const rows = await sql<{ roomNid: number; roomId: string; count: number }>`WITH mutual AS (
      SELECT a.room_nid FROM membership a JOIN membership b ON b.room_nid = a.room_nid
      WHERE a.user_id = ${users[0]} AND a.membership = 'join' AND b.user_id = ${users[1]} AND b.membership = 'join')
    SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", (SELECT count(*)::int FROM mutual) AS count
    FROM mutual JOIN room r USING (room_nid) WHERE r.room_nid > ${page.after} ORDER BY r.room_nid LIMIT ${page.limit}`.execute(
    db,
  )
  return { rooms: rows.rows, count: rows.rows[0]?.count ?? 0 }
}

/** The present membership events of a room that are of one membership, in the order of their time. */
export async function listMembersByMembership(
  db: Db,
  roomNid: number,
  membership: string,
  limit: number,
): Promise<{ userId: string; json: string }[]> {
  const rows = await sql<{ userId: string; json: string }>`SELECT m.user_id AS "userId", convert_from(e.pdu, 'UTF8') AS json
    FROM membership m JOIN event e ON e.room_nid = m.room_nid AND e.position = m.position
    WHERE m.room_nid = ${roomNid} AND m.membership = ${membership} ORDER BY m.position LIMIT ${limit}`.execute(db)
  return rows.rows
}
