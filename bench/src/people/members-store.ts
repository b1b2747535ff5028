// Fills a room of Chappe with members directly: 50,000 joins through the API, each with its registration, take longer
// than all benchmarks together. What is written is what that many joins would have left: events that follow each other,
// the state that holds, memberships, and the writer's position behind them.

import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Target } from '../targets/target.ts'
import { waitForFollowers, withDatabase } from './database-store.ts'
import { makePeople, type MadeUpPerson } from './names.ts'
import { insertPeople } from './people-store.ts'

const BATCH = 5_000

/** What to do, and whom to tell. */
export interface FillingRoom {
  target: Target
  roomId: string
  /** Joined members that the room shall have, those who are there included. */
  members: number
  say: (text: string) => void
  /** Starts the server anew: what its memory has of the room and of the writer's position is no longer true. */
  restart: () => Promise<void>
}

/** Makes members up to `members`. Nobody else may write meanwhile. */
export async function fillRoom({ target, roomId, members, say, restart }: FillingRoom): Promise<void> {
  const made = await withDatabase(target, async (client) => {
    let room = await readRoom(client, roomId)
    const from = room.joined
    while (room.joined < members) room = await insertMembers(client, room, makePeople(room.joined, Math.min(members, room.joined + BATCH)))
    return room.joined - from
  })
  say(`${made} members made`)
  if (made === 0) return
  await restart()
  await withDatabase(target, async (client) => {
    await waitForFollowers(client, say)
    await client.query('VACUUM (ANALYZE) account, profile, event, state_interval, membership, room')
  })
}

/** Where a room stands. */
interface Room {
  roomNid: number
  roomId: string
  joined: number
  /** The last position of the whole server. */
  position: number
  lastEventId: string
  depth: number
  notifyOrdinal: number
  /** Create event (where events name it), power levels and join rules: what each joining is judged by. */
  authority: string[]
}

async function readRoom(client: pg.Client, roomId: string): Promise<Room> {
  const { rows } = await client.query<Room>(`
    SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", w.event_position::float8 AS position,
      (SELECT count(*)::int FROM membership m WHERE m.room_nid = r.room_nid AND m.membership = 'join') AS joined,
      e.event_id AS "lastEventId", e.notify_ordinal AS "notifyOrdinal", (convert_from(e.pdu, 'UTF8')::json ->> 'depth')::int AS depth,
      (SELECT array_agg(s.event_id) FROM state_interval s WHERE s.room_nid = r.room_nid AND s.to_position = 9223372036854775807
        AND (s.type IN ('m.room.power_levels', 'm.room.join_rules') OR s.type = 'm.room.create' AND r.version::int < 12)) AS authority
    FROM room r JOIN writer w ON w.writer_id = 1
      JOIN LATERAL (SELECT * FROM event WHERE event.room_nid = r.room_nid ORDER BY position DESC LIMIT 1) e ON true
    WHERE r.room_id = $1`, [roomId])
  const [room] = rows
  if (room === undefined) throw new Error(`there is no room ${roomId}`)
  return room
}

async function insertMembers(client: pg.Client, room: Room, people: readonly MadeUpPerson[]): Promise<Room> {
  await insertPeople(client, people)
  const after = { ...room, joined: room.joined + people.length }
  const events = people.map((person) => nextJoin(after, person))
  await client.query('BEGIN')
  await client.query(`INSERT INTO event (room_nid, position, event_id, type, state_key, sender, notify_ordinal, pdu)
    SELECT $1, position, event_id, 'm.room.member', user_id, user_id, $2, convert_to(json, 'UTF8')
    FROM unnest($3::int8[], $4::text[], $5::text[], $6::text[]) u (position, event_id, user_id, json)`,
  [room.roomNid, room.notifyOrdinal, ...columns(events), events.map((event) => event.json)])
  await client.query(`INSERT INTO state_interval (room_nid, type, state_key, from_position, event_id)
    SELECT $1, 'm.room.member', user_id, position, event_id
    FROM unnest($2::int8[], $3::text[], $4::text[]) u (position, event_id, user_id)`, [room.roomNid, ...columns(events)])
  await client.query(`INSERT INTO membership (user_id, room_nid, membership, position, joined_position, joined_ordinal)
    SELECT user_id, $1, 'join', position, position, $2
    FROM unnest($3::int8[], $4::text[], $5::text[]) u (position, event_id, user_id)`, [room.roomNid, room.notifyOrdinal, ...columns(events)])
  await client.query('UPDATE writer SET event_position = $1 WHERE writer_id = 1', [after.position])
  await client.query('COMMIT')
  return after
}

interface JoinEvent {
  position: number
  eventId: string
  userId: string
  json: string
}

function columns(events: readonly JoinEvent[]): [number[], string[], string[]] {
  return [events.map((event) => event.position), events.map((event) => event.eventId), events.map((event) => event.userId)]
}

/** The next joining of a room. Its hashes are made up: nobody checks those of events that this server has. */
function nextJoin(room: Room, person: MadeUpPerson): JoinEvent {
  const userId = `@${person.localpart}:localhost`
  room.position += 1
  room.depth += 1
  // The keys in canonical order, which is the text that is stored.
  const json = JSON.stringify({
    auth_events: room.authority,
    content: { displayname: person.displayName, membership: 'join' },
    depth: room.depth,
    hashes: { sha256: randomBytes(32).toString('base64').replaceAll('=', '') },
    origin_server_ts: 1_700_000_000_000 + room.depth,
    prev_events: [room.lastEventId],
    room_id: room.roomId,
    sender: userId,
    state_key: userId,
    type: 'm.room.member',
  })
  room.lastEventId = `$${randomBytes(32).toString('base64url')}`
  return { position: room.position, eventId: room.lastEventId, userId, json }
}
