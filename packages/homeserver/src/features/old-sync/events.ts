// The stream of events, as clients listened to it before there was /sync: of all one's rooms, or of one room that
// anybody may read.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events
import { clientJsonOf } from '../../engine/client-event.ts'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import { listEventsOfRooms } from '../../engine/rooms-store.ts'
import { parsePdu, timelineEventOf } from '../../engine/row-mapping.ts'
import type { UserRoom, UserRooms } from '../../engine/user-rooms.ts'
import { visibleEvents } from '../../engine/visibility.ts'
import { seenWithin } from '../../engine/within.ts'
import type { Session } from '../../session.ts'
import { assertLive } from '../../session.ts'
import type { LiveUser } from '../../streams/live-users.ts'
import { formatSyncToken } from '../../streams/sync-token.ts'
import type { Reading } from '../rooms/rooms.ts'
import { eventReads, parsePageToken, readableRoomOf } from '../rooms/rooms.ts'
import type { OldSyncDeps } from './old-sync-deps.ts'

/** Where to listen, and how long. */
export interface EventsInput {
  from: string | undefined
  /** One room only, which one need not be in. */
  roomId: string | undefined
  timeoutMs: number
  /** Calls `listener` when the client goes away; gives back how to call that off. */
  onGone(listener: () => void): () => void
}

/** A stretch of the stream: events with their rooms, in order, up to a position. */
interface Stretch {
  found: { room: Room; event: TimelineEvent }[]
  end: number
}

const MAX_EVENTS = 100
const MAX_TIMEOUT_MS = 120_000
const WRITER = 1

/** Tells whether the server is about to stop, and no wait may go on. */
export interface Closing {
  closing: boolean
}

/** What came since a token: at once where there is something, or when it comes, or nothing when the time is over. */
export async function getEvents(deps: OldSyncDeps, session: Session, input: EventsInput, state: Closing): Promise<Reading> {
  const { engine, clock } = deps.rooms
  const deadline = clock.now() + Math.min(input.timeoutMs, MAX_TIMEOUT_MS)
  const since = input.from === undefined ? engine.stream.published : parsePageToken(input.from) - 1
  let position = since
  for (;;) {
    const { published } = engine.stream
    const mine = await engine.userRooms.open(session.userId)
    assertLive(session)
    const heard = input.roomId === undefined ? undefined : await readableRoomOf(deps.rooms, session.userId, input.roomId)
    const stretch = heard === undefined ? await ofAllRooms(deps, session, mine, position) : await ofOneRoom(deps, session, heard, position)
    position = stretch.end
    const wait = deadline - clock.now()
    if (stretch.found.length > 0 || wait <= 0 || state.closing) return answerOf(deps, session, { ...stretch, since })
    // Something came while the above was looked up: nobody would wake this one for it.
    if (engine.stream.published > published) continue
    // Whoever was contained meanwhile has been woken before they waited.
    assertLive(session)
    const guest = heard !== undefined && mine.rooms.get(heard.room.roomNid)?.membership !== 'join' ? heard.room : undefined
    const gone = await waitForNews(mine.user, { milliseconds: wait, onGone: (listener) => input.onGone(listener), guest })
    if (gone) return answerOf(deps, session, { ...stretch, since })
  }
}

async function answerOf(deps: OldSyncDeps, session: Session, { found, end, since }: Stretch & { since: number }): Promise<Reading> {
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.rooms.clock.now() }
  const changes = deps.currentChange()
  const token = (events: number): string => formatSyncToken({ writer: WRITER, events: Math.max(0, events), changes })
  const reads: Reading['reads'] = []
  const within = new Set<number>()
  for (const [room, events] of Map.groupBy(found, ({ room: each }) => each)) {
    const seen = await seenWithin(deps.rooms, room, { userId: session.userId, until: Number.MAX_SAFE_INTEGER }, events.map(({ event }) => event))
    for (const { position } of seen) within.add(position)
    reads.push(...eventReads(room, [...events.map(({ event }) => event), ...seen]))
  }
  const chunk = found.map(({ room, event }) => clientJsonOf(room.roomId, event, viewer, { texts: new Map(), within }))
  return { text: `{"start":"${token(since)}","end":"${token(end)}","chunk":[${chunk.join(',')}]}`, reads }
}

async function ofAllRooms(deps: OldSyncDeps, session: Session, mine: UserRooms, since: number): Promise<Stretch> {
  const { db, engine } = deps.rooms
  const { published } = engine.stream
  const ranges = [...mine.rooms.values()].flatMap((each) => rangeOf(each, { since, published }))
  if (ranges.length === 0) return { found: [], end: Math.max(since, published) }
  const rows = await listEventsOfRooms(db, ranges, MAX_EVENTS)
  const rooms = new Map((await engine.registry.getMany(ranges.map((each) => each.roomNid))).map((room) => [room.roomNid, room]))
  const found: Stretch['found'] = []
  for (const row of rows) {
    const room = rooms.get(row.roomNid)
    if (room === undefined) continue
    const event = timelineEventOf(row)
    // What happens to oneself is shown, also where nothing else of the room is: an invitation.
    const isOwn = event.type === 'm.room.member' && event.stateKey === session.userId
    if (isOwn && isInvitedByIgnored(deps, session, event)) continue
    if (isOwn || (await visibleEvents(deps.rooms, room, session.userId, [event])).length > 0) found.push({ room, event })
  }
  const last = rows.at(-1)
  return { found, end: rows.length < MAX_EVENTS || last === undefined ? Math.max(since, published) : last.position }
}

/** "Servers must not send room invites from ignored users to clients." */
function isInvitedByIgnored(deps: OldSyncDeps, { userId }: Session, event: TimelineEvent): boolean {
  const isIgnored = deps.rooms.engine.ignored.of(userId)?.has(event.sender) === true
  return isIgnored && parsePdu(event.json).content['membership'] === 'invite'
}

/** The part of a room that is news for somebody: up to their leaving; of an invitation, itself. */
function rangeOf(
  each: UserRoom,
  { since, published }: { since: number; published: number },
): { roomNid: number; after: number; upTo: number }[] {
  const { roomNid, membership, position, joinedPosition, room } = each
  if (membership === 'join') {
    const after = Math.max(since, joinedPosition - 1)
    return (room?.committedPosition ?? published) > after ? [{ roomNid, after, upTo: published }] : []
  }
  if (position <= since || position > published) return []
  const isLeft = membership === 'leave' || membership === 'ban'
  return [{ roomNid, after: isLeft ? since : position - 1, upTo: position }]
}

async function ofOneRoom(
  deps: OldSyncDeps,
  session: Session,
  { room, until }: { room: Room; until: number },
  since: number,
): Promise<Stretch> {
  const upTo = Math.min(until, room.committedPosition)
  const range = { roomNid: room.roomNid, after: since, upTo }
  const rows = upTo <= since ? [] : await listEventsOfRooms(deps.rooms.db, [range], MAX_EVENTS)
  const events = await visibleEvents(deps.rooms, room, session.userId, rows.map(timelineEventOf))
  return { found: events.map((event) => ({ room, event })), end: rows.at(-1)?.position ?? Math.max(since, upTo) }
}

/** Resolves at news or when the time is over; true when the client has gone away. `guest`: a room to listen to, not being in it. */
function waitForNews(
  user: LiveUser,
  { milliseconds, onGone, guest }: { milliseconds: number; onGone: EventsInput['onGone']; guest: Room | undefined },
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (gone: boolean): void => {
      clearTimeout(timer)
      user.waiters.delete(wake)
      guest?.listeners.delete(user)
      callOff()
      resolve(gone)
    }
    const wake = (): void => end(false)
    const timer = setTimeout(wake, milliseconds)
    const callOff = onGone(() => end(true))
    user.waiters.add(wake)
    guest?.listeners.add(user)
  })
}
