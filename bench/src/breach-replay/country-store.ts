// Writes the country of the breach into Chappe's database: what as many registrations, joins, uploads and messages would
// have left. Through the API it would take most of a day.

import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Where a room stands while it is filled. */
export interface RoomTip {
  roomNid: number
  roomId: string
  lastEventId: string
  depth: number
  notifyOrdinal: number
  /** Power levels and join rules: what each event is judged by, with the create event where events name it. */
  authority: string[]
}

/** Somebody as the events name them. */
export interface Member {
  userId: string
  displayName: string
}

/** A file that a message carries. */
export interface CarriedFile {
  mediaId: string
  name: string
  bytes: number
  hash: Buffer
  sender: string
}

/** An event to be. */
export interface NextEvent {
  sender: string
  atMs: number
  member?: Member
  body?: string
  file?: CarriedFile
}

/** The last position of the whole server. Nobody else may write while the country is made. */
export async function readPosition(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ position: number }>('SELECT event_position::float8 AS position FROM writer WHERE writer_id = 1')
  return rows[0]?.position ?? 0
}

/** Where rooms stand, in the order given. Throws where one is missing. */
export async function readTips(client: pg.Client, roomIds: readonly string[]): Promise<RoomTip[]> {
  const { rows } = await client.query<RoomTip>(`
    SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", e.event_id AS "lastEventId", e.notify_ordinal AS "notifyOrdinal",
      (convert_from(e.pdu, 'UTF8')::json ->> 'depth')::int AS depth,
      (SELECT array_agg(s.event_id) FROM state_interval s WHERE s.room_nid = r.room_nid AND s.to_position = 9223372036854775807
        AND (s.type IN ('m.room.power_levels', 'm.room.join_rules') OR s.type = 'm.room.create' AND r.version::int < 12)) AS authority
    FROM room r JOIN LATERAL (SELECT * FROM event WHERE event.room_nid = r.room_nid ORDER BY position DESC LIMIT 1) e ON true
    WHERE r.room_id = ANY ($1)`, [roomIds])
  const byId = new Map(rows.map((row) => [row.roomId, row]))
  return roomIds.map((roomId) => {
    const tip = byId.get(roomId)
    if (tip === undefined) throw new Error(`there is no room ${roomId}`)
    return tip
  })
}

/** Gives accounts to organisations in turn: the first `count` accounts that have none. */
export async function insertOrganisations(client: pg.Client, names: readonly string[]): Promise<void> {
  await client.query(`INSERT INTO organisation (organisation_id, name, created_at_ms)
    SELECT 'body-' || n, name, 0 FROM unnest($1::text[]) WITH ORDINALITY u (name, n) ON CONFLICT DO NOTHING`, [names])
  await client.query(`UPDATE account a SET organisation_nid = o.organisation_nid FROM organisation o
    WHERE a.organisation_nid IS NULL AND o.organisation_id = 'body-' || (1 + a.user_nid % $1)`, [names.length])
}

/** Appends events to a room, in order, and gives back the position of the last. `position` is that of the server before. */
export async function appendEvents(client: pg.Client, tip: RoomTip, { position, events }: { position: number; events: readonly NextEvent[] }): Promise<number> {
  const rows = events.map((event, index) => nextRow(tip, event, position + index + 1))
  await client.query('BEGIN')
  await client.query(`INSERT INTO event (room_nid, position, event_id, type, state_key, sender, notify_ordinal, pdu)
    SELECT $1, u.position, u.event_id, u.type, u.state_key, u.sender, u.ordinal, convert_to(u.json, 'UTF8')
    FROM unnest($2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int4[], $8::text[]) u (position, event_id, type, state_key, sender, ordinal, json)`,
  [tip.roomNid, rows.map((row) => row.position), rows.map((row) => row.eventId), rows.map((row) => row.type),
    rows.map((row) => row.stateKey), rows.map((row) => row.sender), rows.map((row) => row.ordinal), rows.map((row) => row.json)])
  await insertJoins(client, tip.roomNid, rows.filter((row) => row.stateKey !== null))
  await insertFiles(client, tip.roomNid, rows.flatMap(({ file, position: at, atMs }) => (file === undefined ? [] : [{ file, at, atMs }])))
  const last = position + rows.length
  await client.query('UPDATE writer SET event_position = $1 WHERE writer_id = 1', [last])
  await client.query('COMMIT')
  return last
}

/** Has the index of words begin after everything that there is: to make one of 600,000 messages takes longer than all else. */
export async function passOverSearch(client: pg.Client): Promise<void> {
  await client.query(`INSERT INTO stream_cursor (name, position) SELECT 'search', event_position FROM writer WHERE writer_id = 1
    ON CONFLICT (name) DO UPDATE SET position = excluded.position`)
}

async function insertJoins(client: pg.Client, roomNid: number, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const columns = [rows.map((row) => row.position), rows.map((row) => row.eventId), rows.map((row) => row.stateKey)]
  await client.query(`INSERT INTO state_interval (room_nid, type, state_key, from_position, event_id)
    SELECT $1, 'm.room.member', user_id, position, event_id FROM unnest($2::int8[], $3::text[], $4::text[]) u (position, event_id, user_id)`, [roomNid, ...columns])
  await client.query(`INSERT INTO membership (user_id, room_nid, membership, position, joined_position, joined_ordinal)
    SELECT user_id, $1, 'join', position, position, ordinal FROM unnest($2::int8[], $3::text[], $4::int4[]) u (position, user_id, ordinal)`,
  [roomNid, columns[0], columns[2], rows.map((row) => row.ordinal)])
}

async function insertFiles(client: pg.Client, roomNid: number, carried: readonly { file: CarriedFile; at: number; atMs: number }[]): Promise<void> {
  if (carried.length === 0) return
  await client.query(`INSERT INTO media (media_id, user_id, created_at_ms, content_hash, byte_length, file_name, content_type)
    SELECT u.*, 'application/pdf' FROM unnest($1::text[], $2::text[], $3::int8[], $4::bytea[], $5::int8[], $6::text[]) u`,
  [carried.map(({ file }) => file.mediaId), carried.map(({ file }) => file.sender), carried.map(({ atMs }) => atMs),
    carried.map(({ file }) => file.hash), carried.map(({ file }) => file.bytes), carried.map(({ file }) => file.name)])
  await client.query('INSERT INTO media_acl (media_id, room_nid, position) SELECT u.media_id, $1, u.position FROM unnest($2::text[], $3::int8[]) u (media_id, position)',
    [roomNid, carried.map(({ file }) => file.mediaId), carried.map(({ at }) => at)])
}

interface Row {
  position: number
  eventId: string
  type: string
  stateKey: string | null
  sender: string
  ordinal: number
  json: string
  file: CarriedFile | undefined
  atMs: number
}

/** The next event of a room. Its hashes are made up: nobody checks those of events that this server has. */
function nextRow(tip: RoomTip, event: NextEvent, position: number): Row {
  const { member, sender, atMs, file } = event
  tip.depth += 1
  if (member === undefined) tip.notifyOrdinal += 1
  const seed = createHash('sha256').update(`${tip.roomId} ${tip.depth}`).digest()
  // The keys in canonical order, which is the text that is stored.
  const json = JSON.stringify({
    auth_events: tip.authority,
    content: contentOf(event),
    depth: tip.depth,
    hashes: { sha256: seed.toString('base64').replaceAll('=', '') },
    origin_server_ts: atMs,
    prev_events: [tip.lastEventId],
    room_id: tip.roomId,
    sender,
    ...(member === undefined ? {} : { state_key: member.userId }),
    type: member === undefined ? 'm.room.message' : 'm.room.member',
  })
  tip.lastEventId = `$${createHash('sha256').update(seed).digest('base64url')}`
  const type = member === undefined ? 'm.room.message' : 'm.room.member'
  return { position, eventId: tip.lastEventId, type, stateKey: member?.userId ?? null, sender, ordinal: tip.notifyOrdinal, json, file, atMs }
}

function contentOf({ member, body, file }: NextEvent): object {
  if (member !== undefined) return { displayname: member.displayName, membership: 'join' }
  if (file === undefined) return { body: body ?? '', msgtype: 'm.text' }
  return { body: file.name, info: { mimetype: 'application/pdf', size: file.bytes }, msgtype: 'm.file', url: `mxc://localhost/${file.mediaId}` }
}
