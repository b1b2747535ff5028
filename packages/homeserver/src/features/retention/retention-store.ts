// SQL of what is kept how long.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** The greatest position that an entry of the state that still holds has. */
const FOREVER = sql.raw('9223372036854775807')

/** Notes how far the stream is, at most once in a while. */
export async function noteStreamTime(db: Db, { atMs, position, everyMs }: { atMs: number; position: number; everyMs: number }): Promise<void> {
  await sql`INSERT INTO stream_time (at_ms, position) SELECT ${atMs}, ${position}
    WHERE NOT EXISTS (SELECT 1 FROM stream_time WHERE at_ms > ${atMs - everyMs} AND at_ms <= ${atMs}) ON CONFLICT DO NOTHING`.execute(db)
}

/** Up to which position everything had come by a time; 0 where that is not known. */
export async function findPositionAt(db: Db, atMs: number): Promise<number> {
  const { rows } = await sql<{ position: string | null }>`SELECT max(position) AS position FROM stream_time WHERE at_ms <= ${atMs}`.execute(db)
  return Number(rows[0]?.position ?? 0)
}

/** A room and what it says about how long it keeps things. */
export interface KeepingRoom {
  roomNid: number
  version: string
  purgedTo: number
  /** The PDUs of its state. */
  retention: string | null
  forum: string | null
}

/** Some rooms in order of their numbers: all of them, or those that say something about it and forums. */
export async function listKeepingRooms(db: Db, after: number, { limit, all }: { limit: number; all: boolean }): Promise<KeepingRoom[]> {
  const saying = sql`SELECT DISTINCT room_nid FROM state_interval WHERE to_position = ${FOREVER}
    AND type IN ('m.room.retention', 'org.chappe.room.forum') AND room_nid > ${after} ORDER BY room_nid LIMIT ${limit}`
  const every = sql`SELECT room_nid FROM room WHERE room_nid > ${after} ORDER BY room_nid LIMIT ${limit}`
  const stateOf = (type: string) => sql`(SELECT convert_from(e.pdu, 'UTF8') FROM state_interval s JOIN event e ON e.event_id = s.event_id
    WHERE s.room_nid = r.room_nid AND s.type = ${type} AND s.state_key = '' AND s.to_position = ${FOREVER})`
  const { rows } = await sql<Omit<KeepingRoom, 'purgedTo'> & { purgedTo: string }>`SELECT r.room_nid AS "roomNid", r.version,
      coalesce(p.purged_to, 0) AS "purgedTo", ${stateOf('m.room.retention')} AS retention, ${stateOf('org.chappe.room.forum')} AS forum
    FROM (${all ? every : saying}) n JOIN room r USING (room_nid) LEFT JOIN room_retention p USING (room_nid) ORDER BY r.room_nid`.execute(db)
  return rows.map((row) => ({ ...row, purgedTo: Number(row.purgedTo) }))
}

/** An event that is no state, as it is stored. */
export interface AgedEvent {
  position: number
  isGone: boolean
  json: string
}

/** Some events of a stretch that are no state, oldest first. */
export async function listAged(db: Db, roomNid: number, { after, upTo, limit }: { after: number; upTo: number; limit: number }): Promise<AgedEvent[]> {
  const { rows } = await sql<{ position: string; isGone: boolean; json: string }>`SELECT position, redacted_by IS NOT NULL AS "isGone",
      convert_from(pdu, 'UTF8') AS json FROM event
    WHERE room_nid = ${roomNid} AND position > ${after} AND position <= ${upTo} AND state_key IS NULL ORDER BY position LIMIT ${limit}`.execute(db)
  return rows.map((row) => ({ ...row, position: Number(row.position) }))
}

/** The files that nothing has but these events: no other event, no profile. What is in quarantine stays there. */
export async function listOwnFiles(db: Db, roomNid: number, positions: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ mediaId: string }>`SELECT DISTINCT a.media_id AS "mediaId" FROM media_acl a JOIN media m USING (media_id)
    WHERE a.room_nid = ${roomNid} AND a.position = ANY(${positions}::int8[]) AND m.kind <> 'preview' AND m.quarantined_at_ms IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_acl o WHERE o.media_id = a.media_id
        AND NOT (o.room_nid = ${roomNid} AND o.position = ANY(${positions}::int8[])))
      AND NOT EXISTS (SELECT 1 FROM profile p WHERE p.user_id = m.user_id AND p.avatar_url LIKE '%/' || m.media_id)`.execute(db)
  return rows.map((row) => row.mediaId)
}

/** What is left of some events, and how far the room is purged with them. */
export interface PurgeStep {
  roomNid: number
  purgedTo: number
  mark: string
  events: readonly { position: number; json: string }[]
}

/** Takes what events said away, with everything that was made of it, in one transaction. What is redacted stays so. */
export async function purgeEvents(db: Db, { roomNid, purgedTo, mark, events }: PurgeStep): Promise<void> {
  const positions = events.map((each) => each.position)
  await db.transaction().execute(async (tx) => {
    await sql`UPDATE event e SET pdu = convert_to(n.json, 'UTF8'), redacted_by = ${mark}
      FROM unnest(${positions}::int8[], ${events.map((each) => each.json)}::text[]) n (position, json)
      WHERE e.room_nid = ${roomNid} AND e.position = n.position AND e.state_key IS NULL AND e.redacted_by IS NULL`.execute(tx)
    await sql`DELETE FROM relation WHERE room_nid = ${roomNid} AND position = ANY(${positions}::int8[])`.execute(tx)
    await sql`DELETE FROM media_acl WHERE room_nid = ${roomNid} AND position = ANY(${positions}::int8[])`.execute(tx)
    await sql`DELETE FROM search_entry WHERE room_nid = ${roomNid}
      AND (position = ANY(${positions}::int8[]) OR target_position = ANY(${positions}::int8[]))`.execute(tx)
    await sql`INSERT INTO room_retention (room_nid, purged_to) VALUES (${roomNid}, ${purgedTo})
      ON CONFLICT (room_nid) DO UPDATE SET purged_to = greatest(room_retention.purged_to, excluded.purged_to)`.execute(tx)
  })
}
