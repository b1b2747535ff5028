// Which events are entries of a conversation, and which change another entry or the room in a way that is seen elsewhere.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { isPollPart } from './describe-poll.ts'
import { CONFIRMATION_TYPE } from './priority.ts'
import { textOf } from '../read-content.ts'

const HIDDEN: ReadonlySet<string> = new Set([
  'm.reaction',
  'm.room.redaction',
  'm.room.power_levels',
  'm.room.history_visibility',
  'm.room.join_rules',
  'm.room.guest_access',
  'm.room.canonical_alias',
  'm.room.server_acl',
  'm.space.parent',
  'm.space.child',
  CONFIRMATION_TYPE,
])
/** How far back something that was said is looked for. */
const LOOKED_AT = 50

/** Whether an event is an entry of its own. */
export function isShown(event: MatrixEvent): boolean {
  const type = textOf(event.getType())
  return !HIDDEN.has(type) && !isPollPart(type) && !type.startsWith('m.key.verification.') && !event.isRelation('m.replace')
}

/** What was said last in a room; what happened to it only where nothing was said lately. */
export function lastShown(room: Room): MatrixEvent | undefined {
  const newest = room.getLastLiveEvent()
  if (newest === undefined || (isShown(newest) && !newest.isState())) return newest
  const lately = room.getLiveTimeline().getEvents().slice(-LOOKED_AT)
  return lately.findLast((event) => isShown(event) && !event.isState()) ?? (isShown(newest) ? newest : lately.findLast(isShown))
}

/** Rooms in the order in which something happened in them. The SDK looks through a room for it: once for each. */
export function latestFirst(rooms: readonly Room[]): Room[] {
  return rooms.map((room) => ({ room, atMs: room.getLastActiveTimestamp() })).toSorted((a, b) => b.atMs - a.atMs).map(({ room }) => room)
}
