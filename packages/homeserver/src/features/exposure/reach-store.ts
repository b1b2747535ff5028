// SQL of what an account could have read.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A state event, and over which positions it held. */
export interface StoredInterval {
  roomNid: number
  from: number
  to: number
  pdu: Buffer
}

/** A stretch of a room. */
export interface RoomSpan {
  roomNid: number
  from: number
  to: number
}

const FIRST_STRETCH = 5000

/**
 * The first event from one position to before another, as its position and what it is. The index on positions is a summary
 * of pages: some thousand positions are looked at, and more only where there was none.
 */
export async function findEventFrom(db: Db, position: number, before: number): Promise<{ position: number; pdu: Buffer } | undefined> {
  for (let [from, width] = [position, FIRST_STRETCH]; from < before; [from, width] = [from + width, width * 4]) {
    const rows = await sql<{ position: number; pdu: Buffer }>`SELECT position, pdu FROM event
      WHERE position >= ${from} AND position < ${Math.min(from + width, before)} ORDER BY position LIMIT 1`.execute(db)
    if (rows.rows[0] !== undefined) return rows.rows[0]
  }
  return undefined
}

/** What an account was in each room that it ever had to do with. */
export async function listOwnMemberships(db: Db, userId: string): Promise<StoredInterval[]> {
  const rows = await sql<StoredInterval>`SELECT s.room_nid AS "roomNid", s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
    FROM membership m JOIN state_interval s ON s.room_nid = m.room_nid AND s.type = 'm.room.member' AND s.state_key = m.user_id
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE m.user_id = ${userId} ORDER BY s.room_nid, s.from_position`.execute(db)
  return rows.rows
}

/**
 * When rooms after one were open to whoever came, or to the members of others; so many rooms are looked at. Gives back the
 * last one looked at, or nothing at the end.
 */
export async function listOpenings(db: Db, after: number, limit: number): Promise<{ intervals: StoredInterval[]; last: number | undefined }> {
  const [rows, last] = await Promise.all([
    sql<StoredInterval>`SELECT s.room_nid AS "roomNid", s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
      FROM (SELECT room_nid FROM room WHERE room_nid > ${after} ORDER BY room_nid LIMIT ${limit}) r
      JOIN state_interval s ON s.room_nid = r.room_nid AND s.state_key = '' AND s.type IN ('m.room.join_rules', 'm.room.history_visibility')
      JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
      WHERE (s.type = 'm.room.join_rules' AND (position('"join_rule":"public"'::bytea IN e.pdu) > 0 OR position('restricted"'::bytea IN e.pdu) > 0))
        OR (s.type = 'm.room.history_visibility' AND position('"history_visibility":"world_readable"'::bytea IN e.pdu) > 0)`.execute(db),
    sql<{ last: number | null }>`SELECT max(room_nid) AS last FROM (SELECT room_nid FROM room WHERE room_nid > ${after} ORDER BY room_nid LIMIT ${limit}) r`.execute(db),
  ])
  return { intervals: rows.rows, last: last.rows[0]?.last ?? undefined }
}

/** Who could see what was said in rooms, over time. */
export async function listVisibilities(db: Db, roomNids: readonly number[]): Promise<StoredInterval[]> {
  const rows = await sql<StoredInterval>`SELECT s.room_nid AS "roomNid", s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
    FROM state_interval s JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ANY(${roomNids}::int4[]) AND s.type = 'm.room.history_visibility' AND s.state_key = '' ORDER BY s.room_nid, s.from_position`.execute(db)
  return rows.rows
}

/** How many events there are in stretches of rooms. */
export async function countInSpans(db: Db, spans: readonly RoomSpan[]): Promise<Map<number, number>> {
  const rows = await sql<{ roomNid: number; events: number }>`SELECT s.room AS "roomNid", sum(n.events)::int8 AS events
    FROM unnest(${spans.map(({ roomNid }) => roomNid)}::int4[], ${spans.map(({ from }) => from)}::int8[], ${spans.map(({ to }) => to)}::int8[]) AS s (room, first, last),
      LATERAL (SELECT count(*) AS events FROM event WHERE room_nid = s.room AND position >= s.first AND position < s.last) n
    GROUP BY s.room`.execute(db)
  return new Map(rows.rows.map(({ roomNid, events }) => [roomNid, events]))
}

/** Files that events in stretches of rooms carry, each with the first event that does. */
export async function listFilesInSpans(db: Db, spans: readonly RoomSpan[], limit: number): Promise<{ mediaId: string; room: number; position: number }[]> {
  const rows = await sql<{ mediaId: string; room: number; position: number }>`SELECT DISTINCT ON (l.media_id) l.media_id AS "mediaId", l.room_nid AS room, l.position
    FROM unnest(${spans.map(({ roomNid }) => roomNid)}::int4[], ${spans.map(({ from }) => from)}::int8[], ${spans.map(({ to }) => to)}::int8[]) AS s (room, first, last)
    JOIN media_acl l ON l.room_nid = s.room AND l.position >= s.first AND l.position < s.last
    ORDER BY l.media_id, l.room_nid, l.position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Those who are in rooms now, each once. */
export async function listJoinedIn(db: Db, roomNids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ userNid: number }>`SELECT DISTINCT a.user_nid AS "userNid" FROM membership m JOIN account a ON a.user_id = m.user_id
    WHERE m.room_nid = ANY(${roomNids}::int4[]) AND m.membership = 'join'`.execute(db)
  return rows.rows.map(({ userNid }) => userNid)
}

/** How many people a search could find: of an organisation (null: of none), or of all. */
export async function countListed(db: Db, states: readonly string[], organisationNid: number | null | undefined): Promise<number> {
  const isOf = organisationNid === undefined ? sql`true` : sql`organisation_nid IS NOT DISTINCT FROM ${organisationNid}::int4`
  const rows = await sql<{ people: number }>`SELECT count(*) AS people FROM account WHERE state = ANY(${states}::text[]) AND NOT is_guest AND account_type <> 'exercise' AND ${isOf}`.execute(db)
  return rows.rows[0]?.people ?? 0
}

/** The numbers of rooms by their ids; of those that nobody may join, or whose past is shut, what is. */
export async function listShut(db: Db): Promise<{ blocked: number[]; frozen: { roomNid: number; position: number }[] }> {
  const [blocked, frozen] = await Promise.all([
    sql<{ roomNid: number }>`SELECT r.room_nid AS "roomNid" FROM room_block b JOIN room r USING (room_id)`.execute(db),
    sql<{ roomNid: number; position: number }>`SELECT room_nid AS "roomNid", position FROM room_freeze`.execute(db),
  ])
  return { blocked: blocked.rows.map(({ roomNid }) => roomNid), frozen: frozen.rows }
}

/** The numbers of rooms. */
export async function listRoomNids(db: Db, roomIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ roomId: string; roomNid: number }>`SELECT room_id AS "roomId", room_nid AS "roomNid" FROM room WHERE room_id = ANY(${roomIds}::text[])`.execute(db)
  return new Map(rows.rows.map(({ roomId, roomNid }) => [roomId, roomNid]))
}
