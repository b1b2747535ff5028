// The shape of a persistent data unit as servers exchange it.
// https://spec.matrix.org/v1.19/server-server-api/#pdus
import type { JsonObject, JsonValue } from '../json/value.ts'

/** One event in federation format. `event_id` is carried only by room versions 1 and 2. */
export interface Pdu {
  auth_events: EventReferences
  content: JsonObject
  depth: number
  hashes?: { sha256: string }
  origin_server_ts: number
  prev_events: EventReferences
  /** Absent in the create event of room version 12 and later. */
  room_id?: string
  sender: string
  state_key?: string
  type: string
  /** Top level up to room version 10, inside `content` from 11. */
  redacts?: string
  event_id?: string
  signatures?: Record<string, Record<string, string>>
  unsigned?: JsonObject
  [key: string]: JsonValue | undefined
}

/** Event ids from room version 3 on; pairs of event id and hashes in versions 1 and 2. */
export type EventReferences = string[] | [string, { sha256: string }][]
