// Rooms the user is not joined to: invitations, knocks, and rooms that were left.
import type { Bundles } from '../../../engine/aggregations.ts'
import { strippedJsonOf } from '../../../engine/client-event.ts'
import type { Room } from '../../../engine/room.ts'
import type { TimelineEvent } from '../../../engine/room.ts'
import { findState } from '../../../engine/room.ts'
import { listStateChanges, listStateHistory } from '../../../engine/rooms-store.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import type { UserRoom } from '../../../engine/user-rooms.ts'
import type { Read } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import type { StateLine, SyncScope } from '../sync-request.ts'
import { bundlesIn } from './fill-relations.ts'
import { lineOf, memberLine } from './fill-state.ts'
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
  bundles: Bundles
}

/**
 * The entry of `rooms.invite` or `rooms.knock` of a room, with its key. Nothing for an invitation by somebody ignored:
 * "Servers must not send room invites from ignored users to clients."
 */
export async function writeOutside(scope: SyncScope, room: Room, section: 'invite_state' | 'knock_state'): Promise<{ text: string; reads: Read<'events'>[] } | undefined> {
  if (await isInvitedByIgnored(scope, room)) return undefined
  const events = await strippedStateOf(scope, room)
  return { text: `${JSON.stringify(room.roomId)}:{"${section}":{"events":[${events.map(({ json }) => json).join(',')}]}}`, reads: strippedReads(room, events) }
}

/** A state event of a room that is shown without its id and its time, and where it stands. */
export interface StrippedEvent {
  json: string
  position: number
}

/** What stripped state shows: names of the room and of people, and no event as such. */
export function strippedReads({ roomNid }: Pick<Room, 'roomNid'>, events: readonly StrippedEvent[]): Read<'events'>[] {
  return shownReads({ kind: 'events', roomNid, subject: 'stripped state' }, events.map(({ position }) => position))
}

/** Whether somebody whom the user ignores has invited them. */
export async function isInvitedByIgnored({ deps, session }: Pick<SyncScope, 'deps' | 'session'>, room: Room): Promise<boolean> {
  const ignored = deps.engine.ignored.of(session.userId)
  if (ignored === undefined) return false
  await deps.engine.registry.ensureMembers(room, [session.userId])
  const own = findState(room, 'm.room.member', session.userId)
  return own !== undefined && ignored.has(own.sender)
}

/** What somebody outside may know of a room they are invited to or knock at. */
export async function strippedStateOf(scope: SyncScope, room: Room): Promise<StrippedEvent[]> {
  const { registry } = scope.deps.engine
  await registry.ensureMembers(room, [scope.session.userId])
  const events: StrippedEvent[] = []
  const show = ({ json, position }: StrippedEvent): void => void events.push({ json: strippedJsonOf(json), position })
  for (const type of STRIPPED) {
    const entry = findState(room, type, '')
    if (entry !== undefined) show(entry)
  }
  const own = findState(room, 'm.room.member', scope.session.userId)
  if (own !== undefined) {
    show(own)
    const inviter = own.auth.sender
    if (inviter !== scope.session.userId) {
      await registry.ensureMembers(room, [inviter])
      const member = findState(room, 'm.room.member', inviter)
      if (member !== undefined) show(member)
    }
  }
  return events
}

/** What is shown of a room that was left: the stretch up to the leaving, and the state before it. */
export async function planLeave(scope: SyncScope, each: UserRoom, room: Room): Promise<LeavePlan> {
  const own = await ownTimes(scope, room)
  // Who was not there when the client last looked is shown the room as one that is new to it.
  const after = own.isThereAt(scope.since.events) ? scope.since.events : 0
  const { timeline, limited, hides } = await visibleStretch({ ...scope, since: { ...scope.since, events: after } }, room, each.position)
  const pageFrom = timeline[0]?.position ?? each.position + 1
  const bundles = await bundlesIn(scope, room, timeline, each.position)
  const plan: LeavePlan = { room, timeline, limited, pageFrom, state: [], bundles }
  // Who was never in the room has declined an invitation, and learns nothing of the room by that.
  if (!own.everThere) plan.state = await ownMembership(scope, plan)
  if (!own.everThere || !(limited || hides)) return plan
  const rows = await listStateChanges(scope.deps.db, room.roomNid, after, hides ? each.position + 1 : pageFrom)
  const shown = new Set(timeline.map((event) => event.position))
  const speakers = new Set([...timeline.map((event) => event.sender), scope.session.userId])
  const isWanted = (line: StateLine): boolean =>
    !shown.has(line.position) && (!scope.filter.lazyLoadMembers || line.type !== 'm.room.member' || speakers.has(line.stateKey))
  plan.state = rows.map(lineOf).filter(isWanted)
  return plan
}

async function ownMembership(scope: SyncScope, { room, timeline }: LeavePlan): Promise<StateLine[]> {
  const { userId } = scope.session
  await scope.deps.engine.registry.ensureMembers(room, [userId])
  const member = room.members.get(userId)
  if (member === undefined || member === null || timeline.some((event) => event.position === member.position)) return []
  return [memberLine(userId, member)]
}

interface OwnTimes {
  everThere: boolean
  isThereAt(position: number): boolean
}

/** When the user has been in a room. */
async function ownTimes(scope: SyncScope, room: Room): Promise<OwnTimes> {
  const rows = await listStateHistory(scope.deps.db, room.roomNid, 'm.room.member', scope.session.userId)
  const times = rows.filter((row) => parsePdu(row.json).content['membership'] === 'join')
  return {
    everThere: times.length > 0,
    isThereAt: (position) => times.some(({ from, to }) => from <= position && position < to),
  }
}

/** The entry of `rooms.leave`, with its key. */
export function writeLeave(scope: SyncScope, plan: LeavePlan): string {
  const sections = [timelineJson(scope, plan), stateSection(scope, plan), '"account_data":{"events":[]}']
  return `${JSON.stringify(plan.room.roomId)}:{${sections.join(',')}}`
}
