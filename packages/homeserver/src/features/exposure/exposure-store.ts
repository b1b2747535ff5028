// SQL of what the exposure report asks of rooms, people, devices and files.
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** An account as a report names it. */
export interface ExposedAccount {
  userNid: number
  userId: string
  displayName: string | null
  organisation: string | null
}

/** A device that is there, or was. */
export interface ExposedDevice {
  deviceNid: number
  userNid: number
  deviceId: string
  displayName: string | null
  endedAtMs: number | null
}

/** What events add up to: of a sender, and of a kind. */
export interface EventSum {
  sender: string
  /** State, ciphertext, never encrypted beside state, or written in the clear. */
  kind: 'state' | 'ciphertext' | 'plain' | 'written'
  events: number
  bytes: number
}

/** The present state of rooms, as stored bytes. */
export interface RoomState {
  roomNid: number
  roomId: string
  type: string | null
  sender: string | null
  pdu: Buffer | null
}

/** A file as a report names it. */
export interface ExposedFileRow {
  mediaId: string
  fileName: string | null
  byteLength: number | null
  contentHash: Buffer | null
  /** An event that carries it; null: none is known. */
  roomNid: number | null
  position: number | null
}

const CURRENT = sql`9223372036854775807`

/** Accounts by their numbers or by their user ids. */
export async function listExposedAccounts(db: Db, by: { userNids: readonly number[] } | { userIds: readonly string[] }): Promise<ExposedAccount[]> {
  const isAsked = 'userNids' in by ? sql`a.user_nid = ANY(${by.userNids}::int4[])` : sql`a.user_id = ANY(${by.userIds}::text[])`
  const rows = await sql<ExposedAccount>`SELECT a.user_nid AS "userNid", a.user_id AS "userId", p.displayname AS "displayName", o.name AS organisation
    FROM account a LEFT JOIN profile p ON p.user_id = a.user_id LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid
    WHERE ${isAsked}`.execute(db)
  return rows.rows
}

/** Devices by their numbers. */
export async function listExposedDevices(db: Db, deviceNids: readonly number[]): Promise<ExposedDevice[]> {
  const rows = await sql<ExposedDevice>`SELECT device_nid AS "deviceNid", user_nid AS "userNid", device_id AS "deviceId", display_name AS "displayName", NULL::int8 AS "endedAtMs"
      FROM device WHERE device_nid = ANY(${deviceNids}::int4[])
    UNION ALL SELECT device_nid, user_nid, device_id, display_name, ended_at_ms FROM past_device WHERE device_nid = ANY(${deviceNids}::int4[])`.execute(db)
  return rows.rows
}

/** The numbers that a device id has or had in an account. */
export async function listDeviceNids(db: Db, userNid: number, deviceId: string): Promise<number[]> {
  const rows = await sql<{ deviceNid: number }>`SELECT device_nid AS "deviceNid" FROM device WHERE user_nid = ${userNid} AND device_id = ${deviceId}
    UNION SELECT device_nid FROM past_device WHERE user_nid = ${userNid} AND device_id = ${deviceId} ORDER BY 1`.execute(db)
  return rows.rows.map(({ deviceNid }) => deviceNid)
}

/** The numbers of the devices that containments of some accounts have ended. */
export async function listContainedDevices(db: Db, userNids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ deviceNid: number }>`SELECT DISTINCT (d->>'device_nid')::int4 AS "deviceNid"
    FROM containment k, json_array_elements(k.snapshot::json->'devices') d WHERE k.user_nid = ANY(${userNids}::int4[])`.execute(db)
  return rows.rows.map(({ deviceNid }) => deviceNid)
}

/** The present state of rooms that a report looks at. */
export async function listRoomStates(db: Db, roomNids: readonly number[], types: readonly string[]): Promise<RoomState[]> {
  const rows = await sql<RoomState>`SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", s.type, e.sender, e.pdu
    FROM room r LEFT JOIN state_interval s ON s.room_nid = r.room_nid AND s.type = ANY(${types}::text[]) AND s.state_key = '' AND s.to_position = ${CURRENT}
    LEFT JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE r.room_nid = ANY(${roomNids}::int4[])`.execute(db)
  return rows.rows
}

/** The events that name rooms now. */
export async function listRoomNames(db: Db, roomIds: readonly string[]): Promise<{ roomId: string; pdu: Buffer | null }[]> {
  const rows = await sql<{ roomId: string; pdu: Buffer | null }>`SELECT r.room_id AS "roomId", e.pdu FROM room r
    JOIN state_interval s ON s.room_nid = r.room_nid AND s.type = 'm.room.name' AND s.state_key = '' AND s.to_position = ${CURRENT}
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE r.room_id = ANY(${roomIds}::text[])`.execute(db)
  return rows.rows
}

/** How many events a room has. */
export async function countEvents(db: Db, roomNids: readonly number[]): Promise<Map<number, number>> {
  const rows = await sql<{ roomNid: number; events: number }>`SELECT r AS "roomNid", (SELECT count(*) FROM event WHERE room_nid = r) AS events
    FROM unnest(${roomNids}::int4[]) r`.execute(db)
  return new Map(rows.rows.map(({ roomNid, events }) => [roomNid, events]))
}

/**
 * Some of a room's events, `e`. Asked for as a list of numbers, positions would be looked for in the index that is a summary of
 * pages, each in all of it: a join has only the key of the room and the position to go by.
 */
function eventsAt(roomNid: number, positions: readonly number[]): RawBuilder<unknown> {
  return sql`unnest(${positions}::int8[]) p (position) JOIN event e ON e.room_nid = ${roomNid} AND e.position = p.position`
}

/** What some of a room's events add up to. Those whose time is over are there, and their words are not. */
export async function sumEvents(db: Db, roomNid: number, positions: readonly number[]): Promise<EventSum[]> {
  const rows = await sql<EventSum>`SELECT sender, CASE WHEN state_key IS NOT NULL THEN 'state' WHEN type = 'm.room.encrypted' THEN 'ciphertext'
      WHEN type IN ('m.reaction', 'm.room.redaction') THEN 'plain' ELSE 'written' END AS kind,
      count(*) AS events, sum(octet_length(pdu))::int8 AS bytes
    FROM ${eventsAt(roomNid, positions)} GROUP BY 1, 2`.execute(db)
  return rows.rows
}

/** Of whom some of a room's events are the memberships. */
export async function listMembersIn(db: Db, roomNid: number, positions: readonly number[]): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT state_key AS "userId" FROM ${eventsAt(roomNid, positions)}
    WHERE type = 'm.room.member' AND state_key IS NOT NULL`.execute(db)
  return rows.rows.map(({ userId }) => userId)
}

/** The positions of a room's events from one to another, at most `limit`. */
export async function listPositions(db: Db, roomNid: number, range: { from: number; to: number; isState: boolean; limit: number }): Promise<number[]> {
  const isWanted = range.isState ? sql`state_key IS NOT NULL` : sql`true`
  const rows = await sql<{ position: number }>`SELECT position FROM event WHERE room_nid = ${roomNid} AND position >= ${range.from} AND position <= ${range.to}
    AND ${isWanted} ORDER BY position LIMIT ${range.limit}`.execute(db)
  return rows.rows.map(({ position }) => position)
}

/** Those of some accounts that were ever joined to a room, invited to it or kept out of it. */
export async function listEverMembers(db: Db, roomNid: number, userNids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ userNid: number }>`SELECT a.user_nid AS "userNid" FROM account a WHERE a.user_nid = ANY(${userNids}::int4[])
    AND EXISTS (SELECT 1 FROM state_interval s WHERE s.room_nid = ${roomNid} AND s.type = 'm.room.member' AND s.state_key = a.user_id)`.execute(db)
  return rows.rows.map(({ userNid }) => userNid)
}

/** Files by their ids. */
export async function listExposedFiles(db: Db, mediaIds: readonly string[]): Promise<ExposedFileRow[]> {
  const rows = await sql<ExposedFileRow>`SELECT m.media_id AS "mediaId", file_name AS "fileName", byte_length AS "byteLength", content_hash AS "contentHash",
      c.room_nid AS "roomNid", c.position
    FROM media m LEFT JOIN LATERAL (SELECT room_nid, position FROM media_acl l WHERE l.media_id = m.media_id ORDER BY room_nid, position LIMIT 1) c ON true
    WHERE m.media_id = ANY(${mediaIds}::text[])`.execute(db)
  return rows.rows
}

/** Which of some places of rooms hold something encrypted; a place is `room/position`. */
export async function listEncryptedPlaces(db: Db, places: readonly { room: number; position: number }[]): Promise<Set<string>> {
  const rows = await sql<{ room: number; position: number }>`SELECT e.room_nid AS room, e.position FROM event e
    JOIN unnest(${places.map(({ room }) => room)}::int4[], ${places.map(({ position }) => position)}::int8[]) AS p (room, position)
      ON e.room_nid = p.room AND e.position = p.position WHERE e.type = 'm.room.encrypted'`.execute(db)
  return new Set(rows.rows.map(({ room, position }) => `${room}/${position}`))
}
