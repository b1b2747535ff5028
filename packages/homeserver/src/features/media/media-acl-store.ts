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

/**
 * The stretch of the event stream in which a file's owner had it and no event of theirs, redacted or not, named it: from
 * its upload to the first that did. Nothing where none has.
 */
export async function findUnnamedStretch(db: Db, mediaId: string): Promise<{ after: number; before: number } | undefined> {
  const { rows } = await sql<{ after: number; before: number | null }>`SELECT m.uploaded_position AS after,
      least(m.purged_position, (SELECT min(e.position) FROM media_acl a
        JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
        WHERE a.media_id = m.media_id AND e.sender = m.user_id)) AS before
    FROM media m WHERE m.media_id = ${mediaId}`.execute(db)
  const [row] = rows
  return row === undefined || row.before === null ? undefined : { after: row.after, before: row.before }
}

/** How many events of a room, and how many rooms, are looked at. */
const MAX_LOOKED_AT = 1000
const MAX_ROOMS = 200

/**
 * Encrypted events of a user in a stretch of the stream that name no files, in rooms that a viewer and they are joined
 * to: what is in them, nobody but those who read them knows.
 */
export async function listSilentEvents(
  db: Db,
  { owner, viewer, after, before }: { owner: string; viewer: string; after: number; before: number },
): Promise<EventPlace[]> {
  const { rows } = await sql<{ roomNid: number; position: number; type: string }>`
    SELECT e.room_nid AS "roomNid", e.position, e.type
    FROM (SELECT v.room_nid FROM membership v JOIN membership o ON o.room_nid = v.room_nid
        WHERE v.user_id = ${viewer} AND v.membership = 'join' AND o.user_id = ${owner} AND o.membership = 'join'
        LIMIT ${MAX_ROOMS}) r
      CROSS JOIN LATERAL (SELECT * FROM event WHERE event.room_nid = r.room_nid
        AND event.position > ${after} AND event.position < ${before} ORDER BY event.position LIMIT ${MAX_LOOKED_AT}) e
    WHERE e.sender = ${owner} AND e.type = 'm.room.encrypted' AND e.redacted_by IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_acl a WHERE a.room_nid = e.room_nid AND a.position = e.position)
    LIMIT ${MAX_PLACES}`.execute(db)
  return rows.map((row) => ({ ...row, stateKey: undefined }))
}

/** Which of some files an event carries already. */
export async function listCarried(db: Db, mediaIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ mediaId: string }>`SELECT DISTINCT media_id AS "mediaId" FROM media_acl
    WHERE media_id = ANY(${mediaIds}::text[])`.execute(db)
  return rows.map((row) => row.mediaId)
}
