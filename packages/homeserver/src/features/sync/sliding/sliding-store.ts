// SQL of sliding sync.
import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'

/** Of the rooms a user was in and is not any more, those that somebody else put them out of. */
export async function listPutOut(db: Db, userId: string, roomNids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ roomNid: number }>`SELECT m.room_nid AS "roomNid" FROM membership m
    JOIN event e ON e.room_nid = m.room_nid AND e.position = m.position
    WHERE m.user_id = ${userId} AND m.room_nid = ANY(${roomNids}::int4[]) AND e.sender <> ${userId}`.execute(db)
  return rows.rows.map((row) => row.roomNid)
}
