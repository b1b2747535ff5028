// SQL of which events carry which files.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { EventPlace } from '../../engine/seen-events.ts'

/** Enough that a picture forwarded everywhere is found in one of the viewer's rooms. */
const MAX_PLACES = 100

/** The events that carry a file and are not redacted: those in rooms of the viewer's first, newest first. */
export async function listCarryingEvents(db: Db, mediaId: string, viewer: string): Promise<EventPlace[]> {
  const { rows } = await sql<{ roomNid: number; position: number; type: string; stateKey: string | null }>`
    SELECT e.room_nid AS "roomNid", e.position, e.type, e.state_key AS "stateKey"
    FROM media_acl a JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
      LEFT JOIN membership m ON m.room_nid = a.room_nid AND m.user_id = ${viewer}
    WHERE a.media_id = ${mediaId} AND e.redacted_by IS NULL
    ORDER BY coalesce(m.membership IN ('join', 'invite', 'knock'), false) DESC, e.position DESC
    LIMIT ${MAX_PLACES}`.execute(db)
  return rows.map((row) => ({ ...row, stateKey: row.stateKey ?? undefined }))
}

/** Whether an event of a user, redacted or not, carries a file. */
export async function isCarriedBy(db: Db, mediaId: string, sender: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM media_acl a
    JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
    WHERE a.media_id = ${mediaId} AND e.sender = ${sender} LIMIT 1`.execute(db)
  return rows.length > 0
}

/** Which of some files an event carries already. */
export async function listCarried(db: Db, mediaIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ mediaId: string }>`SELECT DISTINCT media_id AS "mediaId" FROM media_acl
    WHERE media_id = ANY(${mediaIds}::text[])`.execute(db)
  return rows.map((row) => row.mediaId)
}
