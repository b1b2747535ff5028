// SQL of rooms for server notices.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** The room of a user, and where they stand in it. */
export interface NoticeRoom {
  roomId: string
  membership: string | null
}

/** The room in which the server speaks to a user. */
export async function findNoticeRoom(db: Db, userId: string): Promise<NoticeRoom | undefined> {
  const result = await sql<NoticeRoom>`
    SELECT r.room_id AS "roomId", m.membership FROM notice_room n JOIN room r ON r.room_nid = n.room_nid
    LEFT JOIN membership m ON m.room_nid = n.room_nid AND m.user_id = n.user_id
    WHERE n.user_id = ${userId}
  `.execute(db)
  return result.rows[0]
}

/** Notes the room in place of an earlier one. */
export async function insertNoticeRoom(db: Db, userId: string, roomId: string): Promise<void> {
  await sql`
    INSERT INTO notice_room (user_id, room_nid) SELECT ${userId}, room_nid FROM room WHERE room_id = ${roomId}
    ON CONFLICT (user_id) DO UPDATE SET room_nid = excluded.room_nid
  `.execute(db)
}

/** Whether there is an open account of that user id. */
export async function hasOpenAccount(db: Db, userId: string): Promise<boolean> {
  const row = await db.selectFrom('account').select('user_nid').where('user_id', '=', userId).where('state', '!=', 'closed').executeTakeFirst()
  return row !== undefined
}
