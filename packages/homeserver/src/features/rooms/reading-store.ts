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
