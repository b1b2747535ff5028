// SQL of deleting what there is of a room, some rows at a time.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** The tables with nothing but rows of a room that are found by its number alone. */
export const ROOM_TABLES = ['relation', 'receipt', 'state_interval', 'event', 'network_room', 'notice_room', 'room_upgrade', 'push_due', 'room_link', 'room_retention', 'forum_reminder', 'search_entry'] as const

const FOREVER = sql.raw('9223372036854775807')

/** Deletes some rows of a room from one table; gives back how many. */
export async function deleteSome(db: Db, table: (typeof ROOM_TABLES)[number], roomNid: number, limit: number): Promise<number> {
  const name = sql.table(table)
  const { rows } = await sql<{ n: number }>`WITH gone AS (DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${name} WHERE room_nid = ${roomNid} LIMIT ${limit})) RETURNING 1)
    SELECT count(*)::int AS n FROM gone`.execute(db)
  return rows[0]?.n ?? 0
}

/** Waits until whoever follows the stream has written down what it had read before. */
export async function settleFollowers(db: Db): Promise<void> {
  await sql`SELECT name FROM stream_cursor ORDER BY name FOR UPDATE`.execute(db)
}

/** Deletes what is to be said in a room later, or was. */
export async function deleteDelayed(db: Db, roomNid: number): Promise<void> {
  await sql`DELETE FROM delayed_event USING room r WHERE r.room_nid = ${roomNid} AND delayed_event.room_id = r.room_id`.execute(db)
}

/** Some members of a room, past or present, in order. */
export async function listMembersAfter(db: Db, roomNid: number, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`SELECT user_id FROM membership WHERE room_nid = ${roomNid} AND user_id > ${after}
    ORDER BY user_id LIMIT ${limit}`.execute(db)
  return rows.map((row) => row.user_id)
}

/** Deletes what counts differently for some users in a room, and what they keep about it. */
export async function deleteOfUsers(db: Db, roomNid: number, userIds: readonly string[]): Promise<void> {
  await sql`WITH counted AS (DELETE FROM push_exception WHERE room_nid = ${roomNid} AND user_id = ANY(${userIds}::text[]))
    DELETE FROM account_data WHERE room_nid = ${roomNid} AND user_id = ANY(${userIds}::text[])`.execute(db)
}

/** A file that events of a room carry. `isOnly`: nothing else has it, so that it goes with the room. */
export interface CarriedFile {
  mediaId: string
  isOnly: boolean
}

/** Some files that events of a room carry. What is in quarantine stays there; pictures of people are theirs. */
export async function listCarriedFiles(db: Db, roomNid: number, limit: number): Promise<CarriedFile[]> {
  const { rows } = await sql<CarriedFile>`SELECT a.media_id AS "mediaId",
      coalesce(m.kind <> 'preview' AND m.quarantined_at_ms IS NULL
        AND NOT EXISTS (SELECT 1 FROM media_acl o WHERE o.media_id = a.media_id AND o.room_nid <> ${roomNid})
        AND NOT EXISTS (SELECT 1 FROM profile p WHERE p.user_id = m.user_id AND p.avatar_url LIKE '%/' || m.media_id), false) AS "isOnly"
    FROM (SELECT DISTINCT media_id FROM media_acl WHERE room_nid = ${roomNid} LIMIT ${limit}) a
    LEFT JOIN media m ON m.media_id = a.media_id`.execute(db)
  return rows
}

/**
 * Whether a file that only a room names may be in another room as well: its owner said something encrypted there that
 * names no files, after its upload and before it was named.
 */
export async function mayBeElsewhere(db: Db, roomNid: number, mediaId: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM media m
      CROSS JOIN LATERAL (SELECT min(e.position) AS position FROM media_acl a
        JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
        WHERE a.media_id = m.media_id AND e.sender = m.user_id) named
      JOIN membership o ON o.user_id = m.user_id AND o.room_nid <> ${roomNid}
      CROSS JOIN LATERAL (SELECT * FROM event WHERE event.room_nid = o.room_nid AND event.position > m.uploaded_position
        AND event.position < coalesce(named.position, ${FOREVER}) AND event.sender = m.user_id AND event.type = 'm.room.encrypted'
        ORDER BY event.position LIMIT 1000) e
    WHERE m.media_id = ${mediaId} AND m.kind = 'upload'
      AND NOT EXISTS (SELECT 1 FROM media_acl a WHERE a.room_nid = e.room_nid AND a.position = e.position)
    LIMIT 1`.execute(db)
  return rows.length > 0
}

/** Remembers of a file since when its owner names it, for when the event that does is gone. */
export async function notePurged(db: Db, mediaId: string): Promise<void> {
  await sql`UPDATE media m SET purged_position = least(m.purged_position, (SELECT min(e.position) FROM media_acl a
      JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
      WHERE a.media_id = m.media_id AND e.sender = m.user_id))
    WHERE m.media_id = ${mediaId}`.execute(db)
}

/** Events of a room carry these files no more. */
export async function deleteLinks(db: Db, roomNid: number, mediaIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM media_acl WHERE room_nid = ${roomNid} AND media_id = ANY(${mediaIds}::text[])`.execute(db)
}
