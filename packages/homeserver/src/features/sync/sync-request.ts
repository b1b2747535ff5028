// One sync request as its steps see it.
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Bundles } from '../../engine/aggregations.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import type { UserRoom, UserRooms } from '../../engine/user-rooms.ts'
import type { Session } from '../../session.ts'
import type { ChangeKind } from '../../streams/live-users.ts'
import type { Heroes } from './heroes.ts'
import type { LazyMembers } from './lazy-members.ts'
import type { SyncFilter } from './sync-filter.ts'
import type { SyncSources } from './sync-sources.ts'

/** What syncing needs. */
export interface SyncDeps {
  db: Db
  clock: Clock
  engine: RoomEngine
  sources: SyncSources
  /** What is remembered of members: which of them a device was shown, and after whom rooms are called. */
  members: { lazy: LazyMembers; heroes: Heroes }
  /** Of events from before a viewer's joining, those they may see. */
  visibleEvents(room: Room, viewer: string, events: readonly TimelineEvent[]): Promise<TimelineEvent[]>
}

/** Positions of both streams. */
export interface Positions {
  events: number
  changes: number
}

/** State at the start of the timeline, or under either spelling at its end. */
export type StateSection = 'state' | 'state_after' | 'org.matrix.msc4222.state_after'

/** The sections a request asks for, by the two spellings of its parameter. */
export function stateSectionsOf(stable: boolean | undefined, unstable: boolean | undefined): readonly StateSection[] {
  const sections: StateSection[] = []
  if (stable === true) sections.push('state_after')
  if (unstable === true) sections.push('org.matrix.msc4222.state_after')
  return sections.length === 0 ? ['state'] : sections
}

/** What one answer covers. */
export interface SyncScope {
  deps: SyncDeps
  session: Session
  filter: SyncFilter
  mine: UserRooms
  /** Where the client is; both 0 on an initial sync. */
  since: Positions
  now: Positions
  initial: boolean
  fullState: boolean
  /** What the sections of state are called: `state`, or one or both names of what stands at the timeline's end. */
  stateSections: readonly StateSection[]
  /** The token the client came with, to tell which members it has been shown. */
  sinceText: string
}

/** A joined room that has something to show. */
export interface JoinPlan {
  each: UserRoom
  room: Room
  /** The whole room is new to the client. */
  whole: boolean
  timeline: TimelineEvent[]
  limited: boolean
  /** Something that came since the client's token is not shown: filtered out, or not theirs to see. */
  hides: boolean
  /** The position before which the client may page on. */
  pageFrom: number
  state: StateLine[]
  /** Members whose events go into the state. */
  members: Map<string, StateLine | undefined>
  summary: Summary | undefined
  bundles: Bundles
}

/** A state event of a room section: its place and its text. */
export interface StateLine {
  position: number
  eventId: string
  type: string
  stateKey: string
  sender: string
  json: string
}

/** Names and counts for a room's title. */
export interface Summary {
  heroes: readonly string[] | undefined
  joined: number
  invited: number
}

/** Whether a kind of change may have come after the client's position. */
export function mayHaveChanged(scope: SyncScope, kind: ChangeKind): boolean {
  return scope.initial || scope.mine.user.changed[kind] > scope.since.changes
}
