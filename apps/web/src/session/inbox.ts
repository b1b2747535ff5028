// What waits for an answer of this account, over all rooms: what it is asked to confirm, where it was mentioned, threads with something unread,
// invitations, and people who ask to be let in.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { NotificationCountType } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { allowed } from './allowed.ts'
import type { Asks } from './talk/asks.ts'
import { weightIn } from './talk/confirmations.ts'
import { describeMember } from './talk/describe.ts'
import { describeSaid } from './talk/describe-message.ts'
import { createPace } from './pace/pace.ts'
import { receiptTypeOf } from './person/privacy.ts'
import { asked, Refused } from './refused.ts'
import { levelOf } from './rooms/room-actions.ts'
import { confirmMessage } from './talk/talk-actions.ts'
import type { InboxEntry, RoomSummary } from './types.ts'

/** What waits. */
export interface Inbox {
  entries: Live<readonly InboxEntry[]>
  /** Reads further back in rooms where more mentions wait than are held here, up to a bound. Resolves when that is done. */
  reach(): Promise<void>
  /** Takes a mention or a thread as read, and confirms what asks for that. */
  settle(entry: InboxEntry): Promise<void>
  stop(): void
}

/** So far back a mention is looked for; what is older is found by opening the room. */
const EVENTS_LOOKED_AT = 500
const EVENTS_PER_PAGE = 100
/** Rooms that are read further back each time that it is asked for. */
const ROOMS_REACHED = 20
const PER_ROOM = 20
const PACE = { soonMs: 100, everyMs: 500 }
const THREADS = 100

/** Begins to follow what waits. */
export function followInbox(client: MatrixClient, rooms: Live<readonly RoomSummary[]>, asks: Pick<Asks, 'openIn' | 'onChange'>): Inbox {
  const me = client.getUserId() ?? ''
  const entries = createStore<readonly InboxEntry[]>(() => [])
  // A room in which something has happened is another value: what waits in all others is what it was.
  const known = new WeakMap<RoomSummary, InboxEntry[]>()
  const stale = new Set<string>()
  const waitingIn = (room: RoomSummary): InboxEntry[] => {
    const held = stale.delete(room.roomId) ? undefined : known.get(room)
    const found = held ?? entriesOf(client, room, asks)
    known.set(room, found)
    return found
  }
  const look = (): void => entries.setState(rooms.getState().flatMap(waitingIn).toSorted((a, b) => b.atMs - a.atMs), true)
  const pace = createPace(look, PACE)
  const end = rooms.subscribe(pace.touch)
  asks.onChange((roomId) => {
    stale.add(roomId)
    pace.touch()
  })
  look()
  async function reach(): Promise<void> {
    const wanting = rooms.getState().filter((summary) => summary.membership === 'join' && !summary.isReplaced && summary.mentionCount > 0)
    for (const summary of wanting.slice(0, ROOMS_REACHED)) {
      const room = client.getRoom(summary.roomId)
      if (room !== null) await reachBack(client, room, me)
      // More of it is known now, though nothing has happened in it.
      known.delete(summary)
    }
    look()
  }
  let reaching: Promise<void> | undefined
  return {
    entries,
    reach() {
      reaching ??= reach().finally(() => (reaching = undefined))
      return reaching
    },
    settle: (entry) => settle(client, entry),
    stop() {
      pace.stop()
      end()
    },
  }
}

function entriesOf(client: MatrixClient, summary: RoomSummary, asks: Pick<Asks, 'openIn'>): InboxEntry[] {
  const room = client.getRoom(summary.roomId)
  if (room === null) return []
  if (summary.membership === 'invite') return [{ kind: 'invitation', id: summary.roomId, room: summary, atMs: summary.lastActivityMs }]
  if (summary.membership !== 'join' || summary.isReplaced) return []
  const confirm = asks.openIn(summary.roomId).map((event): InboxEntry => ({ kind: 'confirm', id: event.getId() ?? '', room: summary, message: describeSaid(event, room), priority: weightIn(event).priority, atMs: event.getTs() }))
  // What is to be confirmed stands there once.
  const mentions = mentionsOf(client, room, summary).filter(({ id }) => !confirm.some((each) => each.id === id))
  return [...confirm, ...mentions, ...threadsOf(room, summary), ...requestsOf(room, summary)]
}

function mentionsOf(client: MatrixClient, room: Room, summary: RoomSummary): InboxEntry[] {
  const me = room.myUserId
  if (room.getRoomUnreadNotificationCount(NotificationCountType.Highlight) === 0) return []
  const readUpTo = room.getEventReadUpTo(me)
  const found: InboxEntry[] = []
  for (const event of room.getLiveTimeline().getEvents().slice(-EVENTS_LOOKED_AT).toReversed()) {
    if (event.getId() === readUpTo || found.length >= PER_ROOM) break
    if (isMention(client, event, me)) found.push({ kind: 'mention', id: event.getId() ?? '', room: summary, message: describeSaid(event, room), atMs: event.getTs() })
  }
  return found
}

/** Reads a room back to what has been read, or as far as is looked at. */
async function reachBack(client: MatrixClient, room: Room, me: string): Promise<void> {
  const events = (): MatrixEvent[] => room.getLiveTimeline().getEvents()
  const isReached = (): boolean => {
    const readUpTo = room.getEventReadUpTo(me)
    return events().length >= EVENTS_LOOKED_AT || room.oldState.paginationToken === null || events().some((event) => event.getId() === readUpTo)
  }
  for (let page = 0; page < EVENTS_LOOKED_AT / EVENTS_PER_PAGE && !isReached(); page += 1) await client.scrollback(room, EVENTS_PER_PAGE)
  // What is encrypted says whom it names once it is read.
  await room.decryptAllEvents()
}

function isMention(client: MatrixClient, event: MatrixEvent, me: string): boolean {
  return event.getSender() !== me && !event.isRedacted() && client.getPushActionsForEvent(event)?.tweaks.highlight === true
}

function threadsOf(room: Room, summary: RoomSummary): InboxEntry[] {
  return room.getThreads().slice(0, THREADS).flatMap((thread): InboxEntry[] => {
    const unreadCount = room.getThreadUnreadNotificationCount(thread.id, NotificationCountType.Total)
    const root = thread.rootEvent
    if (unreadCount === 0 || root === undefined) return []
    return [{ kind: 'thread', id: thread.id, room: summary, message: describeSaid(root, room), unreadCount, atMs: thread.replyToEvent?.getTs() ?? root.getTs() }]
  })
}

function requestsOf(room: Room, summary: RoomSummary): InboxEntry[] {
  const { currentState: state, myUserId: me } = room
  if (!allowed(() => state.hasSufficientPowerLevelFor('invite', levelOf(state.getMember(me)?.powerLevel ?? 0)))) return []
  return room.getMembersWithMembership('knock').map((member): InboxEntry => {
    const reason: unknown = member.events.member?.getContent()['reason']
    return {
      kind: 'request',
      id: `${room.roomId} ${member.userId}`,
      room: summary,
      person: describeMember(room, member.userId),
      reason: typeof reason === 'string' ? reason.slice(0, 500) : '',
      atMs: member.events.member?.getTs() ?? 0,
    }
  })
}

async function settle(client: MatrixClient, entry: InboxEntry): Promise<void> {
  const room = client.getRoom(entry.room.roomId)
  if (entry.kind === 'confirm') {
    // What was seen last may be shown before its room is there.
    if (room === null) throw new Refused(undefined, '')
    await asked(confirmMessage(client, room, entry.id))
  }
  if (entry.kind === 'mention') {
    const event = room?.findEventById(entry.id)
    if (event !== undefined) await asked(client.sendReadReceipt(event, receiptTypeOf(client)))
  }
  if (entry.kind === 'thread') {
    const last = room?.getThread(entry.id)?.replyToEvent
    if (last !== null && last !== undefined) await asked(client.sendReadReceipt(last, receiptTypeOf(client)))
  }
}
