// What the authorization rules look at: the event in question and the state it is judged by.
import type { JsonObject } from '../json/value.ts'

/** The part of an event that authorization reads. */
export interface AuthEvent {
  event_id: string
  type: string
  state_key?: string
  sender: string
  content: JsonObject
  /** Absent in the create event of room version 12 and later. */
  room_id?: string
  /** Event ids only, whatever the room version. */
  auth_events?: readonly string[]
  prev_events?: readonly string[]
  origin_server_ts?: number
  redacts?: string
}

/** Room state by type and state key. */
export interface AuthState {
  get(type: string, stateKey: string): AuthEvent | undefined
}

/** Why an event is not allowed: a stable code for programs, a sentence for people. */
export interface AuthRejection {
  code: string
  message: string
}
