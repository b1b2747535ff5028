// SQL of what an account could have read.
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { AUDIENCE } from '@chappe/policy'
import { PURGED } from '../../engine/purged.ts'

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
/** A new room has no more events than that. */
const FIRST_EVENTS = 200

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

/** Between which positions the stream was at a time, as far as it was marked: everything up to `from` had come, and nothing behind `to`. */
export async function findMarks(db: Db, atMs: number): Promise<{ from: number | null; to: number | null }> {
  const rows = await sql<{ from: number | null; to: number | null }>`SELECT
    (SELECT position FROM stream_time WHERE at_ms < ${atMs} ORDER BY at_ms DESC LIMIT 1) AS "from",
    (SELECT position FROM stream_time WHERE at_ms >= ${atMs} ORDER BY at_ms LIMIT 1) AS "to"`.execute(db)
  return rows.rows[0] ?? { from: null, to: null }
}

/** A rule of a room, as of who comes in or sees what was said, and over which positions it held. */
export interface StoredOpening extends StoredInterval {
  /** Of the room. */
  version: string
}

/** What an account was in each room that it ever had to do with. */
export async function listOwnMemberships(db: Db, userId: string): Promise<StoredInterval[]> {
  const rows = await sql<StoredInterval>`SELECT s.room_nid AS "roomNid", s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
    FROM membership m JOIN state_interval s ON s.room_nid = m.room_nid AND s.type = 'm.room.member' AND s.state_key = m.user_id
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE m.user_id = ${userId} ORDER BY s.room_nid, s.from_position`.execute(db)
  return rows.rows
}

/** The rooms that an account has forgotten. */
export async function listForgotten(db: Db, userId: string): Promise<number[]> {
  const rows = await sql<{ roomNid: number }>`SELECT room_nid AS "roomNid" FROM membership WHERE user_id = ${userId} AND forgotten`.execute(db)
  return rows.rows.map(({ roomNid }) => roomNid)
}

/**
 * When rooms after one were open to whoever came, to the members of others or to a knock; so many rooms are looked at. Gives back the
 * last one looked at, or nothing at the end.
 */
export async function listOpenings(db: Db, after: number, limit: number): Promise<{ intervals: StoredOpening[]; last: number | undefined }> {
  const [rows, last] = await Promise.all([
    sql<StoredOpening>`SELECT s.room_nid AS "roomNid", r.version, s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
      FROM (SELECT room_nid, version FROM room WHERE room_nid > ${after} ORDER BY room_nid LIMIT ${limit}) r
      JOIN state_interval s ON s.room_nid = r.room_nid AND s.state_key = '' AND s.type IN ('m.room.join_rules', 'm.room.history_visibility')
      JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
      WHERE (s.type = 'm.room.join_rules' AND (position('"join_rule":"public"'::bytea IN e.pdu) > 0 OR position('restricted"'::bytea IN e.pdu) > 0 OR position('"join_rule":"knock"'::bytea IN e.pdu) > 0))
        OR (s.type = 'm.room.history_visibility' AND position('"history_visibility":"world_readable"'::bytea IN e.pdu) > 0)`.execute(db),
    sql<{ last: number | null }>`SELECT max(room_nid) AS last FROM (SELECT room_nid FROM room WHERE room_nid > ${after} ORDER BY room_nid LIMIT ${limit}) r`.execute(db),
  ])
  return { intervals: rows.rows, last: last.rows[0]?.last ?? undefined }
}

/** For whom open rooms were, over time, each with the first event of its room and how many came before what was said. */
export interface StoredAudience extends StoredInterval {
  first: { position: number; pdu: Buffer }
  eventsBefore: number
}

/** For whom open rooms were. */
export async function listAudiences(db: Db, roomNids: readonly number[]): Promise<StoredAudience[]> {
  const rows = await sql<StoredInterval & { first: number; firstPdu: Buffer; eventsBefore: number }>`SELECT s.room_nid AS "roomNid", s.from_position AS "from",
      least(s.to_position, 9007199254740991) AS "to", e.pdu, b.first, f.pdu AS "firstPdu", b.events AS "eventsBefore"
    FROM state_interval s JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    JOIN LATERAL (SELECT min(p.position) AS first, count(*) AS events FROM (SELECT position FROM event n
      WHERE n.room_nid = s.room_nid AND n.position < s.from_position ORDER BY position LIMIT ${FIRST_EVENTS}) p) b ON true
    JOIN event f ON f.room_nid = s.room_nid AND f.position = b.first
    WHERE s.room_nid = ANY(${roomNids}::int4[]) AND s.type = ${AUDIENCE} AND s.state_key = '' ORDER BY s.room_nid, s.from_position`.execute(db)
  return rows.rows.map(({ first, firstPdu, ...each }) => ({ ...each, first: { position: first, pdu: firstPdu } }))
}

/** The id of an organisation. */
export async function findOrganisationId(db: Db, organisationNid: number): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`SELECT organisation_id AS id FROM organisation WHERE organisation_nid = ${organisationNid}`.execute(db)
  return rows.rows[0]?.id
}

/** What was said of rooms by one type of state, over time. */
export async function listRules(db: Db, roomNids: readonly number[], type: 'm.room.create' | 'm.room.history_visibility' | 'm.room.join_rules'): Promise<StoredOpening[]> {
  const rows = await sql<StoredOpening>`SELECT s.room_nid AS "roomNid", r.version, s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", e.pdu
    FROM state_interval s JOIN room r ON r.room_nid = s.room_nid JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ANY(${roomNids}::int4[]) AND s.type = ${type} AND s.state_key = '' ORDER BY s.room_nid, s.from_position`.execute(db)
  return rows.rows
}

/** How many events there are in stretches of rooms; `isNow`: without those whose time is over. */
export async function countInSpans(db: Db, spans: readonly RoomSpan[], isNow: boolean): Promise<Map<number, number>> {
  // Without more to look at, the index alone is read.
  const isThere = isNow ? sql`AND redacted_by IS DISTINCT FROM ${PURGED}` : sql``
  const rows = await sql<{ roomNid: number; events: number }>`SELECT s.room AS "roomNid", sum(n.events)::int8 AS events
    FROM ${asTable(spans)}, LATERAL (SELECT count(*) AS events FROM event WHERE room_nid = s.room AND position >= s.first AND position < s.last ${isThere}) n
    GROUP BY s.room`.execute(db)
  return new Map(rows.rows.map(({ roomNid, events }) => [roomNid, events]))
}

/** A moment at which the state of a room could be asked for: before the event at a position. */
export interface RoomMoment {
  roomNid: number
  moment: number
  /** By somebody who has just come in: what they were before is state no more. */
  isNewcomer: boolean
}

/**
 * How many events outside of stretches of rooms were shown as state: at some moments, or beside an event of the stretches,
 * with which the state at it comes. `userId`: who looks.
 */
export async function countStatesBeside(db: Db, spans: readonly RoomSpan[], moments: readonly RoomMoment[], userId: string): Promise<Map<number, number>> {
  const rows = await sql<{ roomNid: number; events: number }>`${withTables(spans, moments)}
    SELECT i.room_nid AS "roomNid", count(DISTINCT i.from_position) AS events FROM state_interval i WHERE ${isBeside(moments, userId)}
    GROUP BY i.room_nid`.execute(db)
  return new Map(rows.rows.map(({ roomNid, events }) => [roomNid, events]))
}

function withTables(spans: readonly RoomSpan[], moments: readonly RoomMoment[]): RawBuilder<unknown> {
  return sql`WITH s AS MATERIALIZED (SELECT * FROM ${asTable(spans)}),
    m AS MATERIALIZED (SELECT * FROM unnest(${moments.map(({ roomNid }) => roomNid)}::int4[], ${moments.map(({ moment }) => moment)}::int8[],
      ${moments.map(({ isNewcomer }) => isNewcomer)}::bool[]) AS m (room, moment, is_newcomer))`
}

/** Whether a stretch of state `i` lies outside of the stretches `s`, and was shown at a moment of `m` or beside an event of `s`. */
function isBeside(moments: readonly RoomMoment[], userId: string): RawBuilder<boolean> {
  const roomNids = [...new Set(moments.map(({ roomNid }) => roomNid))]
  return sql<boolean>`i.room_nid = ANY(${roomNids}::int4[])
      AND NOT EXISTS (SELECT 1 FROM s WHERE s.room = i.room_nid AND i.from_position >= s.first AND i.from_position < s.last)
      AND (EXISTS (SELECT 1 FROM m WHERE m.room = i.room_nid AND i.from_position < m.moment AND i.to_position >= m.moment
          AND NOT (m.is_newcomer AND i.type = 'm.room.member' AND i.state_key = ${userId}))
        OR EXISTS (SELECT 1 FROM s JOIN event e ON e.room_nid = s.room AND e.position >= greatest(s.first, i.from_position) AND e.position < least(s.last, i.to_position)
          WHERE s.room = i.room_nid))`
}

/** Files that are named by state outside of stretches of rooms, as it was shown beside them. */
export async function listFilesBeside(db: Db, { spans, moments }: { spans: readonly RoomSpan[]; moments: readonly RoomMoment[] }, { userId, moment, isNow, limit }: FileQuery): Promise<ReachableFile[]> {
  if (moments.length === 0) return []
  const rows = await sql<ReachableFile>`${withTables(spans, moments)}
    SELECT DISTINCT ON (l.media_id) l.media_id AS "mediaId", l.room_nid AS room, l.position
    FROM state_interval i JOIN media_acl l ON l.room_nid = i.room_nid AND l.position = i.from_position ${CARRIED}
    WHERE ${isBeside(moments, userId)} AND ${isCarried(moment, isNow)}
    ORDER BY l.media_id, l.room_nid, l.position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** The pictures of rooms over some of their moments. */
export async function listPictures(db: Db, previews: readonly { roomNid: number; first: number; last: number }[], { moment, isNow, limit }: Omit<FileQuery, 'userId'>): Promise<ReachableFile[]> {
  const rows = await sql<ReachableFile>`SELECT DISTINCT ON (l.media_id) l.media_id AS "mediaId", l.room_nid AS room, l.position
    FROM unnest(${previews.map(({ roomNid }) => roomNid)}::int4[], ${previews.map(({ first }) => first)}::int8[], ${previews.map(({ last }) => last)}::int8[]) AS k (room, first, last)
    JOIN state_interval i ON i.room_nid = k.room AND i.type = 'm.room.avatar' AND i.state_key = '' AND i.from_position < k.last AND i.to_position >= k.first
    JOIN media_acl l ON l.room_nid = i.room_nid AND l.position = i.from_position ${CARRIED}
    WHERE ${isCarried(moment, isNow)} ORDER BY l.media_id, l.room_nid, l.position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** The event that carries a file of `l`, and by which it was taken out of it. */
const CARRIED = sql`JOIN event e ON e.room_nid = l.room_nid AND e.position = l.position JOIN media f ON f.media_id = l.media_id
    LEFT JOIN event r ON r.event_id = e.redacted_by`

function isCarried(moment: number, isNow: boolean): RawBuilder<boolean> {
  return sql<boolean>`(e.redacted_by IS NULL OR r.position >= ${moment}) AND ${isReadable(isNow)}`
}

/** Whose files, and when: those that were taken away, or out of their event, before a moment are left out. */
export interface FileQuery {
  userId: string
  moment: number
  /** The moment is the present: what was taken away meanwhile is left out too. */
  isNow: boolean
  limit: number
}

/** Files that events in stretches of rooms carry, each with the first event that does. */
export async function listFilesInSpans(db: Db, spans: readonly RoomSpan[], { moment, isNow, limit }: Omit<FileQuery, 'userId'>): Promise<ReachableFile[]> {
  const rows = await sql<ReachableFile>`SELECT DISTINCT ON (l.media_id) l.media_id AS "mediaId", l.room_nid AS room, l.position
    FROM ${asTable(spans)} JOIN media_acl l ON l.room_nid = s.room AND l.position >= s.first AND l.position < s.last ${CARRIED}
    WHERE ${isCarried(moment, isNow)}
    ORDER BY l.media_id, l.room_nid, l.position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Files that an account has brought in itself, which it reads whatever became of the rooms. */
export async function listOwnFiles(db: Db, { userId, isNow, limit }: FileQuery): Promise<ReachableFile[]> {
  const rows = await sql<ReachableFile>`SELECT f.media_id AS "mediaId", coalesce(c.room_nid, 0) AS room, coalesce(c.position, 0) AS position
    FROM media f LEFT JOIN LATERAL (SELECT room_nid, position FROM media_acl l WHERE l.media_id = f.media_id ORDER BY room_nid, position LIMIT 1) c ON true
    WHERE f.user_id = ${userId} AND f.content_hash IS NOT NULL AND ${isReadable(isNow)} ORDER BY f.media_id LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** A file, and the first event that carries it; zeros where none does. */
export interface ReachableFile {
  mediaId: string
  room: number
  position: number
}

function isReadable(isNow: boolean): RawBuilder<boolean> {
  return isNow ? sql<boolean>`f.quarantined_at_ms IS NULL` : sql<boolean>`true`
}

function asTable(spans: readonly RoomSpan[]): RawBuilder<unknown> {
  return sql`unnest(${spans.map(({ roomNid }) => roomNid)}::int4[], ${spans.map(({ from }) => from)}::int8[], ${spans.map(({ to }) => to)}::int8[]) AS s (room, first, last)`
}

/** Rooms that nobody may join, since when; and those whose past is shut: up to which position, since when. */
export async function listShut(db: Db): Promise<{ blocked: { roomNid: number; sinceMs: number }[]; frozen: { roomNid: number; position: number; sinceMs: number }[] }> {
  const [blocked, frozen] = await Promise.all([
    sql<{ roomNid: number; sinceMs: number }>`SELECT r.room_nid AS "roomNid", b.at_ms AS "sinceMs" FROM room_block b JOIN room r USING (room_id)`.execute(db),
    sql<{ roomNid: number; position: number; sinceMs: number }>`SELECT room_nid AS "roomNid", position, frozen_at_ms AS "sinceMs" FROM room_freeze`.execute(db),
  ])
  return { blocked: blocked.rows, frozen: frozen.rows }
}

/** A device of an account that was there at some time of a window, and its probation. */
export interface ProbationOfDevice {
  /** Null: it never was on probation. */
  fromMs: number | null
  /** When it was approved; null: it was not. */
  toMs: number | null
}

/** The devices of an account that had not ended before a time; of one id, where it is given. */
export async function listProbations(db: Db, { userId, deviceId, fromMs }: { userId: string; deviceId: string | undefined; fromMs: number }): Promise<ProbationOfDevice[]> {
  const rows = await sql<ProbationOfDevice>`SELECT p.from_ms AS "fromMs", p.to_ms AS "toMs"
    FROM (SELECT device_nid, user_nid, device_id FROM device WHERE NOT EXISTS (SELECT 1 FROM dehydrated_device h WHERE h.device_nid = device.device_nid)
      UNION ALL SELECT device_nid, user_nid, device_id FROM past_device WHERE ended_at_ms >= ${fromMs}) d
    JOIN account a ON a.user_nid = d.user_nid LEFT JOIN probation_time p ON p.device_nid = d.device_nid
    WHERE a.user_id = ${userId} AND (${deviceId ?? null}::text IS NULL OR d.device_id = ${deviceId ?? null}::text)`.execute(db)
  return rows.rows
}

/** The numbers of rooms. */
export async function listRoomNids(db: Db, roomIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ roomId: string; roomNid: number }>`SELECT room_id AS "roomId", room_nid AS "roomNid" FROM room WHERE room_id = ANY(${roomIds}::text[])`.execute(db)
  return new Map(rows.rows.map(({ roomId, roomNid }) => [roomId, roomNid]))
}
