// SQL of rooms as they are loaded and read; what appends is in commit-store.ts.
import { sql } from 'kysely'
import { int4Array, int8Array, textArray } from '../db/binary-arrays.ts'
import { KEPT } from '../db/kept.ts'
import type { Db } from '../db/pool.ts'

/** The name of a room. */
export interface RoomRow {
  roomNid: number
  roomId: string
  version: string
}

/** An event as it is read. */
export interface StoredEvent {
  roomNid: number
  position: number
  eventId: string
  type: string
  stateKey: string | null
  sender: string
  notifyOrdinal: number
  deviceNid: number | null
  txnId: string | null
  redactedBy: string | null
  /** The PDU of the state event before this one. */
  prevJson: string | null
  prevPosition: number | null
  /** The PDU of the redaction. */
  redactionJson: string | null
  redactionPosition: number | null
  replacesState: string | null
  json: string
}

/** A member event with what the membership row knows beside it. */
export interface StoredMember {
  userId: string
  membership: string
  position: number
  joinedPosition: number
  joinedOrdinal: number
  eventId: string
  sender: string
  json: string
}

/** One room of a user. */
export interface StoredUserRoom {
  roomNid: number
  membership: string
  position: number
  joinedPosition: number
  joinedOrdinal: number
  sentPosition: number
  sentOrdinal: number
  forgotten: boolean
}

/** The columns of `StoredEvent`, of an event named `e`. */
export const EVENT_COLUMNS = sql.raw(`e.room_nid AS "roomNid", e.position, e.event_id AS "eventId", e.type,
  e.state_key AS "stateKey", e.sender, e.notify_ordinal AS "notifyOrdinal", e.device_nid AS "deviceNid",
  e.txn_id AS "txnId", e.redacted_by AS "redactedBy", e.replaces_state AS "replacesState",
  CASE WHEN e.replaces_state IS NULL THEN NULL
    ELSE (SELECT convert_from(p.pdu, 'UTF8') FROM event p WHERE p.event_id = e.replaces_state) END AS "prevJson",
  CASE WHEN e.replaces_state IS NULL THEN NULL ELSE (SELECT p.position FROM event p WHERE p.event_id = e.replaces_state) END AS "prevPosition",
  CASE WHEN e.redacted_by IS NULL THEN NULL
    ELSE (SELECT convert_from(p.pdu, 'UTF8') FROM event p WHERE p.event_id = e.redacted_by) END AS "redactionJson",
  CASE WHEN e.redacted_by IS NULL THEN NULL ELSE (SELECT p.position FROM event p WHERE p.event_id = e.redacted_by) END AS "redactionPosition",
  convert_from(e.pdu, 'UTF8') AS json`)

/** Makes the row of a room; nothing when its id is taken. */
export async function insertRoom(
  db: Db,
  room: { roomId: string; version: string; createdAtMs: number },
): Promise<number | undefined> {
  const row = await db
    .insertInto('room')
    .values({ room_id: room.roomId, version: room.version, created_at_ms: room.createdAtMs })
    .onConflict((conflict) => conflict.column('room_id').doNothing())
    .returning('room_nid')
    .executeTakeFirst()
  return row?.room_nid
}

/** Removes the row of a room that never had an event, and its aliases; leaves a room that has events alone. */
export async function deleteEmptyRoom(db: Db, roomNid: number): Promise<void> {
  await sql`WITH gone AS (
    DELETE FROM room r WHERE room_nid = ${roomNid} AND NOT EXISTS (SELECT 1 FROM event e WHERE e.room_nid = r.room_nid)
    RETURNING room_nid)
    DELETE FROM room_alias USING gone WHERE room_alias.room_nid = gone.room_nid`.execute(db)
}

/** The number of a room, by its id. */
export async function findRoomNid(db: Db, roomId: string): Promise<number | undefined> {
  const row = await db.selectFrom('room').select('room_nid').where('room_id', '=', roomId).executeTakeFirst()
  return row?.room_nid
}

/** The ids of rooms, by their numbers. */
export async function listRoomIds(db: Db, roomNids: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ roomId: string }>`SELECT room_id AS "roomId" FROM room WHERE room_nid = ANY(${roomNids}::int4[])`.execute(db)
  return rows.map((row) => row.roomId)
}

/** The numbers of rooms, by their ids; ids that are none are left out. */
export async function listRoomNids(db: Db, roomIds: readonly string[]): Promise<{ roomNid: number; roomId: string }[]> {
  const rows = await sql<{ roomNid: number; roomId: string }>`SELECT room_nid AS "roomNid", room_id AS "roomId" FROM room
    WHERE room_id = ANY(${roomIds}::text[])`.execute(db)
  return rows.rows
}

const MEMBER_COLUMNS = sql.raw(`m.user_id AS "userId", m.membership, m.position, m.joined_position AS "joinedPosition",
  m.joined_ordinal AS "joinedOrdinal", e.event_id AS "eventId", e.sender,
  convert_from(e.pdu, 'UTF8') AS json`)

/** Everybody who has a membership event in a room. */
export async function listMembers(db: Db, roomNid: number): Promise<StoredMember[]> {
  const rows = await sql<StoredMember>`SELECT ${MEMBER_COLUMNS} FROM membership m
    JOIN event e ON e.room_nid = m.room_nid AND e.position = m.position
    WHERE m.room_nid = ${roomNid}`.execute(db)
  return rows.rows
}

/**
 * The ids of everybody who is joined to a room, as one text: a row for each of tens of thousands takes ten times as
 * long. No id that can join has a line break.
 */
export async function listJoinedUserIds(db: Db, roomNid: number): Promise<string[]> {
  const rows = await sql<{ userIds: string | null }>`SELECT string_agg(user_id, E'\n') AS "userIds" FROM membership
    WHERE room_nid = ${roomNid} AND membership = 'join'`.execute(db)
  return rows.rows[0]?.userIds?.split('\n') ?? []
}

/** The memberships of some users of some rooms; `pairs` are users and rooms side by side. */
export async function listMembersOf(
  db: Db,
  userIds: readonly string[],
  roomNids: readonly number[],
): Promise<(StoredMember & { roomNid: number })[]> {
  const rows = await sql<StoredMember & { roomNid: number }>`SELECT ${MEMBER_COLUMNS}, m.room_nid AS "roomNid"
    FROM unnest(${userIds}::text[], ${roomNids}::int4[]) u (user_id, room_nid)
    JOIN membership m ON m.user_id = u.user_id AND m.room_nid = u.room_nid
    JOIN event e ON e.room_nid = m.room_nid AND e.position = m.position`.execute(db)
  return rows.rows
}

/** Every room a user has to do with. */
export async function listUserRooms(db: Db, userId: string): Promise<StoredUserRoom[]> {
  const rows = await sql<StoredUserRoom>`${sql.raw(KEPT)} SELECT room_nid AS "roomNid", membership, position,
      joined_position AS "joinedPosition", joined_ordinal AS "joinedOrdinal", sent_position AS "sentPosition",
      sent_ordinal AS "sentOrdinal", forgotten
    FROM membership WHERE user_id = ${userId} ORDER BY room_nid`.execute(db)
  return rows.rows
}

/** How far a user has read each room and each of its threads, by their own read receipts. */
export async function listReadPositions(
  db: Db,
  userId: string,
): Promise<{ roomNid: number; threadId: string; position: number; ordinal: number }[]> {
  const rows = await sql<{ roomNid: number; threadId: string; position: number; ordinal: number }>`
    SELECT DISTINCT ON (room_nid, thread_id) room_nid AS "roomNid", thread_id AS "threadId", event_position AS position,
      notify_ordinal AS ordinal
    FROM receipt WHERE user_id = ${userId} AND type IN ('m.read', 'm.read.private')
    ORDER BY room_nid, thread_id, event_position DESC`.execute(db)
  return rows.rows
}

/** Where events count differently for a user. */
export async function listPushExceptions(
  db: Db,
  userId: string,
): Promise<{ roomNid: number; position: number; notifyDelta: number; highlight: boolean; threadId: string | null }[]> {
  const rows = await sql<{ roomNid: number; position: number; notifyDelta: number; highlight: boolean; threadId: string | null }>`
    SELECT room_nid AS "roomNid", position, notify_delta AS "notifyDelta", highlight, thread_id AS "threadId"
    FROM push_exception WHERE user_id = ${userId}`.execute(db)
  return rows.rows
}

/** Notes the last own events of users, behind the hot path. */
export async function updateSentPositions(
  db: Db,
  sent: readonly { userId: string; roomNid: number; position: number; ordinal: number }[],
): Promise<void> {
  await sql`UPDATE membership m SET sent_position = s.position, sent_ordinal = s.ordinal
    FROM unnest(${textArray(sent.map((each) => each.userId))}::text[], ${int4Array(sent.map((each) => each.roomNid))}::int4[],
      ${int8Array(sent.map((each) => each.position))}::int8[], ${int4Array(sent.map((each) => each.ordinal))}::int4[])
      s (user_id, room_nid, position, ordinal)
    WHERE m.user_id = s.user_id AND m.room_nid = s.room_nid AND m.sent_position < s.position`.execute(db)
}

/** The last transactions of a device, newest first, redactions with their PDU: what it may send again. */
export async function listTransactions(
  db: Db,
  deviceNid: number,
  limit: number,
): Promise<{ roomNid: number; type: string; txnId: string; eventId: string; redactionJson: string | null }[]> {
  const rows = await sql<{ roomNid: number; type: string; txnId: string; eventId: string; redactionJson: string | null }>`
    SELECT room_nid AS "roomNid", type, txn_id AS "txnId", event_id AS "eventId",
      CASE WHEN type = 'm.room.redaction' THEN convert_from(pdu, 'UTF8') END AS "redactionJson" FROM event
    WHERE device_nid = ${deviceNid} AND txn_id IS NOT NULL ORDER BY position DESC LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** One event by its id. */
export async function findEvent(db: Db, eventId: string): Promise<StoredEvent | undefined> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM event e WHERE e.event_id = ${eventId}`.execute(db)
  return rows.rows[0]
}

/** Events by their ids, in no order. */
export async function listEvents(db: Db, eventIds: readonly string[]): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM event e
    WHERE e.event_id = ANY(${eventIds}::text[])`.execute(db)
  return rows.rows
}

/** A stretch of a room's timeline: positions above `after` and below `before`, in the direction asked for. */
export async function listTimeline(
  db: Db,
  range: { roomNid: number; after: number; before: number; backwards: boolean; limit: number },
): Promise<StoredEvent[]> {
  const order = sql.raw(range.backwards ? 'DESC' : 'ASC')
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM event e
    WHERE e.room_nid = ${range.roomNid} AND e.position > ${range.after} AND e.position < ${range.before}
    ORDER BY e.position ${order} LIMIT ${range.limit}`.execute(db)
  return rows.rows
}

/** The first events of stretches of rooms, (after, upTo] each, in the order of their positions. */
export async function listEventsOfRooms(
  db: Db,
  ranges: readonly { roomNid: number; after: number; upTo: number }[],
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS}
    FROM unnest(${ranges.map((each) => each.roomNid)}::int4[], ${ranges.map((each) => each.after)}::int8[],
      ${ranges.map((each) => each.upTo)}::int8[]) r (room_nid, after, up_to)
    CROSS JOIN LATERAL (SELECT * FROM event WHERE event.room_nid = r.room_nid AND position > r.after
      AND position <= r.up_to ORDER BY position LIMIT ${limit}) e
    ORDER BY e.position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** The whole state of a room just before a position; `members: false` leaves memberships out. */
export async function listStateBefore(
  db: Db,
  roomNid: number,
  position: number,
  options: { members: boolean },
): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM state_interval s
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.from_position < ${position} AND s.to_position >= ${position}
      AND (${options.members} OR s.type <> 'm.room.member')`.execute(db)
  return rows.rows
}

/** State that came to hold after `after` and still held just before `before`. */
export async function listStateChanges(
  db: Db,
  roomNid: number,
  after: number,
  before: number,
): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM state_interval s
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.from_position > ${after} AND s.from_position < ${before}
      AND s.to_position >= ${before}`.execute(db)
  return rows.rows
}

/** One state entry just before a position. */
export async function findStateBefore(
  db: Db,
  roomNid: number,
  key: { type: string; stateKey: string },
  position: number,
): Promise<StoredEvent | undefined> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM state_interval s
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.type = ${key.type} AND s.state_key = ${key.stateKey}
      AND s.from_position < ${position} AND s.to_position >= ${position}`.execute(db)
  return rows.rows[0]
}

/** Every value one state entry has had, oldest first. */
export async function listStateHistory(
  db: Db,
  roomNid: number,
  type: string,
  stateKey: string,
): Promise<{ from: number; to: number; json: string }[]> {
  const rows = await sql<{ from: number; to: number; json: string }>`
    SELECT s.from_position AS "from", least(s.to_position, 9007199254740991) AS "to", convert_from(e.pdu, 'UTF8') AS json
    FROM state_interval s JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.type = ${type} AND s.state_key = ${stateKey} ORDER BY s.from_position`.execute(db)
  return rows.rows
}

/** Marks a room that a user left as one they do not want to see again. */
export async function setForgotten(db: Db, userId: string, roomNid: number): Promise<void> {
  await db
    .updateTable('membership')
    .set({ forgotten: true })
    .where('user_id', '=', userId)
    .where('room_nid', '=', roomNid)
    .execute()
}

/** The users of a list of rooms who are joined now, out of some candidates. */
export async function findSharedRoom(db: Db, userId: string, otherUserId: string): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM membership a JOIN membership b ON b.room_nid = a.room_nid
    WHERE a.user_id = ${userId} AND a.membership = 'join' AND b.user_id = ${otherUserId} AND b.membership = 'join'
    LIMIT 1`.execute(db)
  return rows.rows.length > 0
}

/** Those of the others who are joined to a room that the user is joined to. */
export async function listSharing(db: Db, userId: string, others: readonly string[]): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT b.user_id AS "userId" FROM membership a
    JOIN membership b ON b.room_nid = a.room_nid AND b.membership = 'join'
    WHERE a.user_id = ${userId} AND a.membership = 'join' AND b.user_id = ANY(${others}::text[])`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** The first users of rooms whose membership is one of these, in the order of their member events. */
export async function listFirstMembers(
  db: Db,
  roomNids: readonly number[],
  memberships: readonly string[],
  limit: number,
): Promise<{ roomNid: number; userId: string }[]> {
  const rows = await sql<{ roomNid: number; userId: string }>`SELECT r.room_nid AS "roomNid", m.user_id AS "userId"
    FROM unnest(${roomNids}::int4[]) r (room_nid) CROSS JOIN LATERAL (
      SELECT user_id FROM membership WHERE membership.room_nid = r.room_nid AND membership = ANY(${memberships}::text[])
        ORDER BY position LIMIT ${limit}) m`.execute(db)
  return rows.rows
}

/** Those whom a user has come to share a room with since a position: either of the two has joined. */
export async function listMet(db: Db, userId: string, since: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT t.user_id AS "userId" FROM membership me
    JOIN membership t ON t.room_nid = me.room_nid AND t.membership = 'join' AND t.user_id <> me.user_id
    WHERE me.user_id = ${userId} AND me.membership = 'join'
      AND (t.joined_position > ${since} OR me.joined_position > ${since}) ORDER BY 1`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** Those whom a user has parted from since a position, either of the two leaving, and shares no room with now. */
export async function listParted(db: Db, userId: string, since: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT t.user_id AS "userId" FROM membership me
    JOIN membership t ON t.room_nid = me.room_nid AND t.user_id <> me.user_id
    WHERE me.user_id = ${userId}
      AND ((me.membership = 'join' AND t.membership IN ('leave', 'ban') AND t.position > ${since})
        OR (me.membership IN ('leave', 'ban') AND me.position > ${since} AND t.membership = 'join'))
      AND NOT EXISTS (SELECT 1 FROM membership a JOIN membership b ON b.room_nid = a.room_nid
        WHERE a.user_id = me.user_id AND a.membership = 'join' AND b.user_id = t.user_id AND b.membership = 'join')
    ORDER BY 1`.execute(db)
  return rows.rows.map((row) => row.userId)
}
