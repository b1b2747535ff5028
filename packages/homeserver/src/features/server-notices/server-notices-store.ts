// SQL of rooms for server notices.
import { sql } from 'kysely'
import { KEPT } from '../../db/kept.ts'
import type { Db } from '../../db/pool.ts'

/** Where a user stands: whether there is an open account, and the room in which the server speaks to them. */
export interface NoticeStanding {
  isOpen: boolean
  roomId: string | null
  /** Null: they were not invited. */
  membership: string | null
  /** The room has its first events; without them it was never made. */
  isMade: boolean
}

/** Where a user stands. */
export async function findNoticeStanding(db: Db, userId: string): Promise<NoticeStanding> {
  const result = await sql<NoticeStanding>`${sql.raw(KEPT)}
    SELECT a.state <> 'closed' AS "isOpen", r.room_id AS "roomId", m.membership,
      EXISTS (SELECT 1 FROM event e WHERE e.room_nid = r.room_nid) AS "isMade"
    FROM account a LEFT JOIN notice_room n ON n.user_id = a.user_id LEFT JOIN room r ON r.room_nid = n.room_nid
    LEFT JOIN membership m ON m.room_nid = n.room_nid AND m.user_id = n.user_id
    WHERE a.user_id = ${userId}
  `.execute(db)
  return result.rows[0] ?? { isOpen: false, roomId: null, membership: null, isMade: false }
}

/** The room in which the server speaks to a user. */
export async function findNoticeRoom(db: Db, userId: string): Promise<string | undefined> {
  const result = await sql<{ roomId: string }>`
    SELECT r.room_id AS "roomId" FROM notice_room n JOIN room r ON r.room_nid = n.room_nid WHERE n.user_id = ${userId}
  `.execute(db)
  return result.rows[0]?.roomId
}

/** Notes the room in place of an earlier one. */
export async function insertNoticeRoom(db: Db, userId: string, roomNid: number): Promise<void> {
  await sql`${sql.raw(KEPT)}
    INSERT INTO notice_room (user_id, room_nid) VALUES (${userId}, ${roomNid})
    ON CONFLICT (user_id) DO UPDATE SET room_nid = excluded.room_nid
  `.execute(db)
}
