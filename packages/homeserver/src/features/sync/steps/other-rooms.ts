// Rooms the user is not joined to: invitations, knocks, and rooms that were left.
import { strippedJsonOf } from '../../../engine/client-event.ts'
import type { Room } from '../../../engine/room.ts'
import type { TimelineEvent } from '../../../engine/room.ts'
import { findState } from '../../../engine/room.ts'
import { listStateChanges } from '../../../engine/rooms-store.ts'
import type { UserRoom } from '../../../engine/user-rooms.ts'
import type { StateLine, SyncScope } from '../sync-request.ts'
import { lineOf } from './fill-state.ts'
import { visibleStretch } from './visible-stretch.ts'
import { stateSection, timelineJson } from './write-join.ts'

const STRIPPED = [
  'm.room.create',
  'm.room.join_rules',
  'm.room.canonical_alias',
  'm.room.avatar',
  'm.room.name',
  'm.room.topic',
  'm.room.encryption',
]

/** A room that was left, as far as it is shown. */
export interface LeavePlan {
  room: Room
  timeline: TimelineEvent[]
  limited: boolean
  pageFrom: number
  state: StateLine[]
}

/** The entry of `rooms.invite` or `rooms.knock` of a room, with its key. */
export async function writeOutside(scope: SyncScope, room: Room, section: 'invite_state' | 'knock_state'): Promise<string> {
  const events = await strippedStateOf(scope, room)
  return `${JSON.stringify(room.roomId)}:{"${section}":{"events":[${events.join(',')}]}}`
}

/** What somebody outside may know of a room they are invited to or knock at: stripped state events as JSON texts. */
export async function strippedStateOf(scope: SyncScope, room: Room): Promise<string[]> {
  await scope.deps.engine.registry.ensureMembers(room, [scope.session.userId])
  const events: string[] = []
  for (const type of STRIPPED) {
    const entry = findState(room, type, '')
    if (entry !== undefined) events.push(strippedJsonOf(entry.json))
  }
  const own = findState(room, 'm.room.member', scope.session.userId)
  if (own !== undefined) {
    events.push(strippedJsonOf(own.json))
    const inviter = own.auth.sender
    if (inviter !== scope.session.userId) {
      await scope.deps.engine.registry.ensureMembers(room, [inviter])
      const member = findState(room, 'm.room.member', inviter)
      if (member !== undefined) events.push(strippedJsonOf(member.json))
    }
  }
  return events
}

/** What is shown of a room that was left: the stretch up to the leaving. */
export async function planLeave(scope: SyncScope, each: UserRoom, room: Room): Promise<LeavePlan> {
  const { timeline, limited } = await visibleStretch(scope, room, each.position)
  const pageFrom = timeline[0]?.position ?? each.position + 1
  const rows = limited ? await listStateChanges(scope.deps.db, room.roomNid, scope.since.events, pageFrom) : []
  return { room, timeline, limited, pageFrom, state: rows.map(lineOf) }
}

/** The entry of `rooms.leave`, with its key. */
export function writeLeave(scope: SyncScope, plan: LeavePlan): string {
  const sections = [timelineJson(scope, plan), stateSection(scope, plan), '"account_data":{"events":[]}']
  return `${JSON.stringify(plan.room.roomId)}:{${sections.join(',')}}`
}
