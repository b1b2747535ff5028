// SQL of finding what has leaked.
import type { Db } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** An event by its place. */
export interface Place {
  room: number
  position: number
}

/** An event as it stands in a place, with the JSON text of it. */
export interface StoredMessage extends Place {
  pdu: string
}

/** Where events are. */
export async function listEventPlaces(db: Db, eventIds: readonly string[]): Promise<(Place & { eventId: string })[]> {
  const rows = await sql<Place & { eventId: string }>`SELECT event_id AS "eventId", room_nid AS room, position FROM event WHERE event_id = ANY(${eventIds}::text[])`.execute(db)
  return rows.rows
}

/** Events by their places: their ids, and who has written them. */
export async function listEventsAt(db: Db, places: readonly Place[]): Promise<(Place & { eventId: string; sender: string })[]> {
  const rows = await sql<Place & { eventId: string; sender: string }>`SELECT e.room_nid AS room, e.position, e.event_id AS "eventId", e.sender FROM event e
    JOIN unnest(${places.map(({ room }) => room)}::int4[], ${places.map(({ position }) => position)}::int8[]) AS p (room, position)
      ON e.room_nid = p.room AND e.position = p.position`.execute(db)
  return rows.rows
}

/** The number of a room. */
export async function findRoomNid(db: Db, roomId: string): Promise<number | undefined> {
  const row = await db.selectFrom('room').select('room_nid').where('room_id', '=', roomId).executeTakeFirst()
  return row?.room_nid
}

/** Between which positions the events of a time are, as far as that is known. */
export async function findPositions(db: Db, { fromMs, toMs }: { fromMs: number; toMs: number }): Promise<{ from: number; to: number }> {
  const rows = await sql<{ from: string | null; to: string | null }>`SELECT (SELECT max(position) FROM stream_time WHERE at_ms <= ${fromMs}) AS "from",
    (SELECT min(position) FROM stream_time WHERE at_ms >= ${toMs}) AS "to"`.execute(db)
  return { from: Number(rows.rows[0]?.from ?? 0), to: Number(rows.rows[0]?.to ?? Number.MAX_SAFE_INTEGER) }
}

/** The position of the last event. */
export async function findLastPosition(db: Db): Promise<number> {
  const rows = await sql<{ last: string | null }>`SELECT max(position) AS last FROM event`.execute(db)
  return Number(rows.rows[0]?.last ?? 0)
}

/** Messages in the clear between two positions, of a room or of all; at most `limit`, oldest first. */
export async function listMessages(db: Db, range: { room: number | undefined; after: number; to: number; limit: number }): Promise<StoredMessage[]> {
  const rows = await sql<Place & { pdu: Buffer }>`SELECT room_nid AS room, position, pdu FROM event
    WHERE (${range.room ?? null}::int4 IS NULL OR room_nid = ${range.room ?? null}::int4) AND position > ${range.after} AND position <= ${range.to}
      AND type = 'm.room.message' ORDER BY position LIMIT ${range.limit}`.execute(db)
  return rows.rows.map(({ pdu, ...place }) => ({ ...place, pdu: pdu.toString('utf8') }))
}

/** Events of a room between two positions that people have written, encrypted or not. */
export async function listWritten(db: Db, range: { room: number; from: number; to: number; limit: number }): Promise<StoredMessage[]> {
  const rows = await sql<Place & { pdu: Buffer }>`SELECT room_nid AS room, position, pdu FROM event
    WHERE room_nid = ${range.room} AND position >= ${range.from} AND position <= ${range.to} AND state_key IS NULL
      AND type IN ('m.room.message', 'm.room.encrypted', 'm.sticker') ORDER BY position LIMIT ${range.limit}`.execute(db)
  return rows.rows.map(({ pdu, ...place }) => ({ ...place, pdu: pdu.toString('utf8') }))
}

/** The files of these ids or of these contents. */
export async function listFiles(db: Db, by: { mediaIds: readonly string[]; hashes: readonly string[] }): Promise<{ mediaId: string; sha256: string | null }[]> {
  const hashes = by.hashes.map((hash) => Buffer.from(hash, 'hex'))
  const rows = await sql<{ mediaId: string; sha256: string | null }>`SELECT media_id AS "mediaId", encode(content_hash, 'hex') AS sha256 FROM media
    WHERE media_id = ANY(${by.mediaIds}::text[]) OR content_hash = ANY(${hashes}::bytea[]) LIMIT 1000`.execute(db)
  return rows.rows
}
