// SQL of rooms as they are loaded: one row a room, its events side by side in lists. Thousands of rows of a dozen
// columns would cost the server more than all that is made of them.
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'

/** A room with its current state but for memberships. The n-th entries of all lists belong to the n-th event. */
export interface LoadedRoomRow {
  roomNid: number
  roomId: string
  version: string
  /** How many are joined, and invited. */
  joined: number
  invited: number
  /** The change position of the last receipt. */
  receiptPosition: number
  /** `event id, position` of each event, all apart by spaces; null: there are none. */
  heads: string | null
  /** A PDU a line: canonical JSON has no line breaks. */
  pdus: string
}

/** The last events of a room, newest first. */
export interface LoadedTailRow {
  roomNid: number
  /** `event id, position, notify ordinal, device number or -1` of each event, all apart by spaces; null: there are none. */
  heads: string | null
  txnIds: readonly (string | null)[]
  pdus: string
  /** Of those that replace state or were redacted: what others have not. */
  details: readonly EventDetails[] | null
}

/** What few events have. */
export interface EventDetails {
  position: number
  replacesState: string | null
  /** The PDU of the state event before this one. */
  prevJson: string | null
  prevPosition: number | null
  redactedBy: string | null
  /** The PDU of the redaction. */
  redactionJson: string | null
  redactionPosition: number | null
}

const CURRENT = sql.raw('9223372036854775807')
const PDUS = sql.raw(`convert_from(string_agg(e.pdu, '\\x0a'), 'UTF8') AS pdus`)

/** Rooms with their state and their counts; numbers that are none are left out. */
export async function listLoadedRooms(db: Db, roomNids: readonly number[]): Promise<LoadedRoomRow[]> {
  const rows = await sql<LoadedRoomRow>`SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", r.version,
      (SELECT count(*)::int FROM membership m WHERE m.room_nid = r.room_nid AND m.membership = 'join') AS joined,
      (SELECT count(*)::int FROM membership m WHERE m.room_nid = r.room_nid AND m.membership = 'invite') AS invited,
      coalesce((SELECT max(position) FROM receipt c WHERE c.room_nid = r.room_nid), 0) AS "receiptPosition", s.*
    FROM unnest(${roomNids}::int4[]) n (room_nid) JOIN room r ON r.room_nid = n.room_nid
    CROSS JOIN LATERAL (SELECT string_agg(concat_ws(' ', e.event_id, e.position), ' ') AS heads, ${PDUS}
      FROM state_interval i JOIN event e ON e.room_nid = i.room_nid AND e.position = i.from_position
      WHERE i.room_nid = r.room_nid AND i.to_position = ${CURRENT} AND i.type <> 'm.room.member') s`.execute(db)
  return rows.rows
}

/** The last `limit` events of each room. */
export async function listLoadedTails(db: Db, roomNids: readonly number[], limit: number): Promise<LoadedTailRow[]> {
  const rows = await sql<LoadedTailRow>`SELECT n.room_nid AS "roomNid", t.*
    FROM unnest(${roomNids}::int4[]) n (room_nid)
    CROSS JOIN LATERAL (SELECT
        string_agg(concat_ws(' ', e.event_id, e.position, e.notify_ordinal, coalesce(e.device_nid, -1)), ' ') AS heads,
        array_to_json(array_agg(e.txn_id)) AS "txnIds", ${PDUS},
        json_agg(json_build_object('position', e.position, 'replacesState', e.replaces_state,
          'prevJson', (SELECT convert_from(p.pdu, 'UTF8') FROM event p WHERE p.event_id = e.replaces_state),
          'prevPosition', (SELECT p.position FROM event p WHERE p.event_id = e.replaces_state),
          'redactedBy', e.redacted_by, 'redactionPosition', (SELECT p.position FROM event p WHERE p.event_id = e.redacted_by),
          'redactionJson', (SELECT convert_from(p.pdu, 'UTF8') FROM event p WHERE p.event_id = e.redacted_by)))
        FILTER (WHERE e.replaces_state IS NOT NULL OR e.redacted_by IS NOT NULL) AS details
      FROM (SELECT * FROM event WHERE event.room_nid = n.room_nid ORDER BY position DESC LIMIT ${limit}) e) t`.execute(db)
  return rows.rows
}
