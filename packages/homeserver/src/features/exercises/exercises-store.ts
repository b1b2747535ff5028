// SQL of what is left of drills.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** Rooms that accounts of a drill have to do with and in which something stands. */
export async function listLeftRooms(db: Db): Promise<string[]> {
  const { rows } = await sql<{ roomId: string }>`SELECT DISTINCT r.room_id AS "roomId" FROM account a JOIN membership m ON m.user_id = a.user_id JOIN room r USING (room_nid)
    WHERE a.account_type = 'exercise' AND EXISTS (SELECT 1 FROM event e WHERE e.room_nid = r.room_nid) ORDER BY r.room_id`.execute(db)
  return rows.map(({ roomId }) => roomId)
}

/** Files that accounts of a drill have brought. */
export async function listLeftFiles(db: Db): Promise<string[]> {
  const { rows } = await sql<{ mediaId: string }>`SELECT m.media_id AS "mediaId" FROM account a JOIN media m ON m.user_id = a.user_id
    WHERE a.account_type = 'exercise' ORDER BY m.media_id`.execute(db)
  return rows.map(({ mediaId }) => mediaId)
}
