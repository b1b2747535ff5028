// What one room shows in one answer.
import type { Bundles } from '../../../../engine/aggregations.ts'
import type { Room, TimelineEvent } from '../../../../engine/room.ts'
import type { UserRoom } from '../../../../engine/user-rooms.ts'
import type { StrippedEvent } from '../../steps/other-rooms.ts'
import type { StateLine } from '../../sync-request.ts'
import type { SentRoom } from '../connections.ts'
import type { Wanted } from './list-rooms.ts'

/** Somebody who names a room that has no name. */
export interface Hero {
  userId: string
  displayName: string | undefined
  avatarUrl: string | undefined
}

/** What is shown of a room, filled step by step. */
export interface RoomPlan extends Wanted {
  each: UserRoom
  room: Room
  /** What the connection had of it. */
  sent: SentRoom | undefined
  /** The client replaces everything it has of the room. */
  initial: boolean
  /** Older events are shown because the client asks for more of them than before. */
  expanded: boolean
  /** Where what the client has of it ends; 0 where it has nothing. */
  after: number
  /** Where what this answer shows ends. */
  until: number
  timeline: TimelineEvent[]
  limited: boolean
  pageFrom: number
  bundles: Bundles
  state: StateLine[]
  /** Stripped state events, for who is not in the room. */
  stripped: StrippedEvent[] | undefined
  /** A name or an avatar; null: taken away; undefined: as before. */
  name: string | null | undefined
  avatar: string | null | undefined
  heroes: Hero[] | undefined
  isDm: boolean
  bumpStamp: number
  /** The users whose member events the client has, as far as it asked for them lazily. */
  lazyMembers: ReadonlySet<string>
}

/** Whether the user is a member, as opposed to invited, knocking or gone. */
export function isJoined(plan: { each: UserRoom }): boolean {
  return plan.each.membership === 'join'
}

/** Whether the user has been put out, or has left. */
export function isGone(plan: { each: UserRoom }): boolean {
  return plan.each.membership === 'leave' || plan.each.membership === 'ban'
}
