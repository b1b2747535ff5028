// One event, and what stands around it.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidcontexteventid
import { MatrixError } from '@chappe/contract'
import { bundlesOf } from '../../engine/aggregations.ts'
import { clientJsonOf, stateJsonOf } from '../../engine/client-event.ts'
import { withoutIgnored } from '../../engine/ignored-users.ts'
import type { TimelineEvent } from '../../engine/room.ts'
import { findEvent } from '../../engine/rooms-store.ts'
import { timelineEventOf } from '../../engine/row-mapping.ts'
import { isPurged } from '../../engine/purged.ts'
import { eventsInHistory } from '../../engine/visibility.ts'
import type { Session } from '../../session.ts'
import type { ReadableRoom } from './access.ts'
import { readableRoomOf } from './access.ts'
import type { EventFilter } from './event-filter.ts'
import { parseEventFilter } from './event-filter.ts'
import { MAX_LIMIT, sendersOf } from './messages.ts'
import { formatPageToken } from './page-tokens.ts'
import { listMembersBefore } from './reading-store.ts'
import type { Reading } from './reading.ts'
import { bundledReads, eventReads } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import type { StateText } from './state-at.ts'
import { stateAt } from './state-at.ts'
import { walkTimeline } from './timeline.ts'

/** Which event, and how much around it. */
export interface ContextInput {
  roomId: string
  eventId: string
  limit: number | undefined
  filter: string | undefined
}

const DEFAULT_LIMIT = 10

/** One event. `M_NOT_FOUND` where it is not in the room or not for these eyes, `M_FORBIDDEN` for strangers. */
export async function getEvent(
  deps: RoomsDeps,
  session: Session,
  input: { roomId: string; eventId: string },
): Promise<Reading> {
  const readable = await readableRoomOf(deps, session.userId, input.roomId)
  const event = await visibleEventOf(deps, readable, session.userId, input.eventId)
  const { room, until } = readable
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until }
  const bundles = await bundlesOf(deps, room, viewer, [event])
  const reads = [...eventReads(room, [event]), ...bundledReads(room, bundles)]
  return { text: clientJsonOf(room.roomId, event, viewer, bundles), reads }
}

/** One event of whichever room. `M_NOT_FOUND` where there is none, or none for these eyes. */
export async function getOneEvent(deps: RoomsDeps, session: Session, eventId: string): Promise<Reading> {
  const row = await findEvent(deps.db, eventId)
  const notFound = new MatrixError('M_NOT_FOUND', { message: 'There is no such event' })
  if (row === undefined) throw notFound
  const { roomId } = await deps.engine.registry.get(row.roomNid)
  try {
    return await getEvent(deps, session, { roomId, eventId })
  } catch (error) {
    // That it exists is none of the business of those who may not see it.
    throw error instanceof MatrixError && error.code === 'M_FORBIDDEN' ? notFound : error
  }
}

/** An event with those before and after it, and the state after the last one. */
export async function getEventContext(deps: RoomsDeps, session: Session, input: ContextInput): Promise<Reading> {
  const filter = parseEventFilter(input.filter)
  const readable = await readableRoomOf(deps, session.userId, input.roomId)
  const { room } = readable
  const event = await visibleEventOf(deps, readable, session.userId, input.eventId)
  const { before, after } = await surroundings(deps, session, readable, { event, filter, limit: input.limit })
  const earliest = before.at(-1) ?? event
  const latest = after.at(-1) ?? event
  const shown = [...before, event, ...after]
  const state = await stateOf(deps, readable, filter, { shown, latest })
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until: readable.until }
  const bundles = await bundlesOf(deps, room, viewer, shown)
  const listOf = (events: TimelineEvent[]): string => events.map((each) => clientJsonOf(room.roomId, each, viewer, bundles)).join(',')
  const text =
    `{"start":"${formatPageToken(earliest.position)}","end":"${formatPageToken(latest.position + 1)}"` +
    `,"event":${listOf([event])},"events_before":[${listOf(before)}],"events_after":[${listOf(after)}]` +
    `,"state":[${state.map((each) => stateJsonOf(room.roomId, each)).join(',')}]}`
  return { text, reads: [...eventReads(room, shown), ...bundledReads(room, bundles), ...eventReads(room, state)] }
}

async function surroundings(
  deps: RoomsDeps,
  session: Session,
  readable: ReadableRoom,
  { event, filter, limit }: { event: TimelineEvent; filter: EventFilter; limit: number | undefined },
): Promise<{ before: TimelineEvent[]; after: TimelineEvent[] }> {
  const both = filter.allowsRoom(readable.room.roomId) ? Math.min(limit ?? DEFAULT_LIMIT, MAX_LIMIT) : 0
  const { matches } = filter
  const walk = { readable, viewer: session.userId, to: undefined, matches }
  const [before, after] = await Promise.all([
    walkTimeline(deps, { ...walk, backwards: true, from: event.position, limit: Math.floor(both / 2) }),
    walkTimeline(deps, { ...walk, backwards: false, from: event.position + 1, limit: Math.ceil(both / 2) }),
  ])
  return { before: before.events, after: after.events }
}

async function stateOf(
  deps: RoomsDeps,
  readable: ReadableRoom,
  filter: EventFilter,
  { shown, latest }: { shown: TimelineEvent[]; latest: TimelineEvent },
): Promise<StateText[]> {
  const { room } = readable
  const gap = latest.position + 1
  const others = await stateAt(deps, room, gap, { members: !filter.lazyLoadMembers })
  const kept = others.filter((each) => filter.matches(each))
  if (!filter.lazyLoadMembers) return kept
  if (room.lastStatePosition <= latest.position) return [...kept, ...(await sendersOf(deps, readable, shown))]
  const senders = [...new Set(shown.map((each) => each.sender))]
  return [...kept, ...(await listMembersBefore(deps.db, room.roomNid, gap, senders))]
}

async function visibleEventOf(
  deps: RoomsDeps,
  readable: ReadableRoom,
  viewer: string,
  eventId: string,
): Promise<TimelineEvent> {
  const [event] = withoutIgnored(deps.engine.ignored, viewer, [await seenEventOf(deps, readable, viewer, eventId)])
  if (event === undefined) throw noSuchEvent()
  return event
}

/** One event as far as the room's history lets somebody see it, whoever sent it. Throws `M_NOT_FOUND`. */
export async function seenEventOf(
  deps: RoomsDeps,
  { room, until }: ReadableRoom,
  viewer: string,
  eventId: string,
): Promise<TimelineEvent> {
  const event = await findTimelineEvent(deps, room, eventId)
  const [visible] = event === undefined || event.position > until || isPurged(event) ? [] : await eventsInHistory(deps, room, viewer, [event])
  if (visible === undefined) throw noSuchEvent()
  return visible
}

function noSuchEvent(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such event in this room' })
}

/** A committed event of a room, from memory where it is in its last events. */
export async function findTimelineEvent(
  deps: Pick<RoomsDeps, 'db'>,
  room: ReadableRoom['room'],
  eventId: string,
): Promise<TimelineEvent | undefined> {
  const recent = room.tail.find((event) => event.eventId === eventId)
  if (recent !== undefined) return recent
  const row = await findEvent(deps.db, eventId)
  return row === undefined || row.roomNid !== room.roomNid ? undefined : timelineEventOf(row)
}
