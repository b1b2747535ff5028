// A room in memory: what appending and syncing need, without a question to the database.
import type { AuthEvent, AuthState, RoomVersionRules } from '@chappe/core'
import type { LiveUser } from '../streams/live-users.ts'
import type { ThreadLog } from './thread-log.ts'

/** An event of the timeline, kept as the text of its canonical JSON. */
export interface TimelineEvent {
  position: number
  eventId: string
  type: string
  stateKey: string | undefined
  sender: string
  notifyOrdinal: number
  deviceNid: number | undefined
  txnId: string | undefined
  redactedBy: string | undefined
  replacesState: string | undefined
  /** The state event before this one. */
  previous: PlacedPdu | undefined
  /** The redaction that took this event's content away. */
  redaction: PlacedPdu | undefined
  /** How it relates to an earlier event; known of the events of a room's tail only. */
  relation: Relation | undefined
  json: string
}

/** An event that stands within another one, and where it is itself. */
export interface PlacedPdu {
  position: number
  /** The text of its PDU. */
  json: string
}

/** How an event relates to an earlier one. */
export interface Relation {
  parentId: string
  parentPosition: number
  relType: string
  /** What an annotation says. */
  key: string | undefined
  /** A replacement that meets every condition. */
  isEdit: boolean
  /** The root of the thread that the event stands in; undefined: the main timeline. */
  threadId: string | undefined
  /** Whether it notifies a member without rules of their own. */
  notifies: boolean
  /** The event's `origin_server_ts`. */
  sentAtMs: number
}

/** The relations of a room, as far as they are in memory. */
export interface RoomRelations {
  /** Whether the room has any: without, nothing is asked of anybody. */
  any: boolean
  /** What relates to an event of the tail, oldest first, by that event's id. All of it is in the tail. */
  children: Map<string, TimelineEvent[]>
  /** Whether the room has threads that notified. */
  hasThreads: boolean
  /** The events of threads that notified last; undefined until somebody's counts need it. */
  threads: ThreadLog | undefined
  /** Annotations that are not durable yet. */
  pending: Set<string>
}

/** A state entry: the event, and the parts of it that authorization reads. */
export interface StateEntry {
  position: number
  eventId: string
  sender: string
  json: string
  auth: AuthEvent
}

/** One user's membership of a room. */
export interface Member {
  membership: string
  eventId: string
  sender: string
  position: number
  /** The position and the notify ordinal from which they have been joined without a break; 0 when not joined. */
  joinedPosition: number
  joinedOrdinal: number
  json: string
  auth: AuthEvent
}

/** A room in memory. */
export interface Room {
  readonly roomNid: number
  readonly roomId: string
  readonly rules: RoomVersionRules
  /** State that is no membership, events not yet committed included. */
  readonly state: Map<string, Map<string, StateEntry>>
  /** The members looked at so far; null: known to have no membership event. */
  readonly members: Map<string, Member | null>
  /** Whether `members` holds everybody who has a membership event. */
  allMembersLoaded: boolean
  joinedCount: number
  invitedCount: number
  /** The event that the next one follows. */
  lastEventId: string | undefined
  /** The hash by which that one is referred to; room versions 1 and 2 only. */
  lastHash: string | undefined
  depth: number
  notifyOrdinal: number
  /** The last position given to an event of this room, committed or not. */
  lastPosition: number
  committedPosition: number
  lastStatePosition: number
  /** The last committed events, oldest first. */
  tail: TimelineEvent[]
  /** Every committed event after this position is in `tail`. */
  tailFrom: number
  /** The notify ordinal as of the last committed event. */
  committedOrdinal: number
  /** Commits under way, in order; the last one resolves when all are done. */
  settled: Promise<unknown> | undefined
  /** Listening users who are joined. */
  readonly listeners: Set<LiveUser>
  /** The change position of the last receipt. */
  receiptPosition: number
  readonly relations: RoomRelations
  /** Joined members who have push rules of their own. */
  readonly ruleMembers: Set<string>
  /** Set when a commit failed: this object no longer tells the truth and nobody may use it. */
  discarded: boolean
  /** When it was last asked for, for dropping what nobody needs. */
  usedAt: number
}

/** How many events a room keeps in memory at least and at most. */
export const TAIL_MIN = 50
export const TAIL_MAX = 100

/** The state of a room as the authorization rules look it up. Members must have been loaded before. */
export function authStateOf(room: Room): AuthState {
  return {
    get(type, stateKey) {
      if (type === 'm.room.member') return room.members.get(stateKey)?.auth
      return room.state.get(type)?.get(stateKey)?.auth
    },
  }
}

/** The state entry of a type and key; memberships included where they are loaded. */
export function findState(room: Room, type: string, stateKey: string): StateEntry | undefined {
  if (type === 'm.room.member') return room.members.get(stateKey) ?? undefined
  return room.state.get(type)?.get(stateKey)
}

/** Puts a state entry in place of the one before it. */
export function setState(room: Room, type: string, stateKey: string, entry: StateEntry): void {
  let byKey = room.state.get(type)
  if (byKey === undefined) {
    byKey = new Map()
    room.state.set(type, byKey)
  }
  byKey.set(stateKey, entry)
}
