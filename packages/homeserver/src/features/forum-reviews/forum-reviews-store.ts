// SQL of the reviews of forums.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A forum: the PDU of its declaration, and its name's. */
export interface ForumRow {
  roomNid: number
  roomId: string
  declaration: string
  name: string | null
}

/** Some forums in order of their numbers; those that were replaced are none any more. */
export async function listForums(db: Db, after: number, limit: number): Promise<ForumRow[]> {
  const current = (entry: string) => sql.raw(`${entry}.to_position = 9223372036854775807 AND ${entry}.state_key = ''`)
  const { rows } = await sql<ForumRow>`SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", convert_from(e.pdu, 'UTF8') AS declaration,
      (SELECT convert_from(x.pdu, 'UTF8') FROM state_interval n JOIN event x ON x.event_id = n.event_id
        WHERE n.room_nid = r.room_nid AND n.type = 'm.room.name' AND ${current('n')}) AS name
    FROM state_interval f JOIN room r ON r.room_nid = f.room_nid JOIN event e ON e.event_id = f.event_id
    WHERE f.type = 'org.chappe.room.forum' AND ${current('f')} AND f.room_nid > ${after}
      AND NOT EXISTS (SELECT 1 FROM state_interval t WHERE t.room_nid = f.room_nid AND t.type = 'm.room.tombstone' AND ${current('t')})
    ORDER BY f.room_nid LIMIT ${limit}`.execute(db)
  return rows
}

/** A reminder of one owner. */
export interface Reminder {
  roomNid: number
  reviewAtMs: number
  step: string
  userId: string
}

/** Whether somebody was reminded already. */
export async function isReminded(db: Db, { roomNid, reviewAtMs, step, userId }: Reminder): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM forum_reminder WHERE room_nid = ${roomNid} AND review_at_ms = ${reviewAtMs}
    AND step = ${step} AND user_id = ${userId}`.execute(db)
  return rows.length > 0
}

/** Notes that somebody was reminded. */
export async function insertReminder(db: Db, { roomNid, reviewAtMs, step, userId }: Reminder): Promise<void> {
  await sql`INSERT INTO forum_reminder (room_nid, review_at_ms, step, user_id) VALUES (${roomNid}, ${reviewAtMs}, ${step}, ${userId})
    ON CONFLICT DO NOTHING`.execute(db)
}
