// The rooms of an account as a list that follows what happens in them. Rooms that changed are looked at anew, together with all
// that changed since; all others stay the values they were.
import { isOwnServer } from '@chappe/policy'
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { ClientEvent, EventStatus, EventType, MatrixEventEvent, NotificationCountType, RoomEvent, RoomMemberEvent, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { describeBody, describeMember, keptDaysIn, pictureOf } from '../talk/describe.ts'
import { nameOf, textOf, textsOf } from '../read-content.ts'
import { archivedUpTo, lastSaidMs } from './archive.ts'
import { isWaiting } from '../outbox.ts'
import { createPace } from '../pace/pace.ts'
import { lastShown } from '../talk/shown.ts'
import type { ForumFacts, Membership, RoomSummary } from '../types.ts'

/** The rooms of an account. */
export interface Rooms {
  /** In no order. */
  all: Live<readonly RoomSummary[]>
  stop(): void
}

const TOPIC_CHARS = 4000
const AUDIENCE_MAX = 50
/** Each look sorts the whole list anew, and moves what is drawn of it: while much arrives, about once a second. */
const PACE = { soonMs: 16, everyMs: 800 }
const SHOWN: ReadonlySet<string> = new Set<Membership>(['join', 'invite', 'knock'])

/** Begins to follow the rooms. `seen`: what was last seen of them, where it is known. */
export function followRooms(client: MatrixClient, seen: readonly RoomSummary[] = []): Rooms {
  const summaries = new Map<string, RoomSummary>()
  const lasts = new Map(seen.map(({ roomId, last }) => [roomId, last]))
  const all = createStore<readonly RoomSummary[]>(() => [])
  const changed = new Set<string>()
  const pace = createPace(look, PACE)
  let direct = directRooms(client)

  function look(): void {
    for (const roomId of changed) {
      const room = client.getRoom(roomId)
      const summary = room === null ? undefined : summarize(client, room, { direct, lastBefore: summaries.get(roomId)?.last ?? lasts.get(roomId) })
      if (summary === undefined) summaries.delete(roomId)
      else summaries.set(roomId, summary)
    }
    changed.clear()
    for (const [roomId, room] of summaries) summaries.set(roomId, withReplaced(client, room, summaries))
    all.setState([...summaries.values()], true)
  }

  function touch(roomId: string | undefined): void {
    if (roomId === undefined) return
    changed.add(roomId)
    pace.touch()
  }

  function touchAll(): void {
    direct = directRooms(client)
    for (const room of client.getRooms()) touch(room.roomId)
  }

  const ofRoom = (room: Room | undefined): void => touch(room?.roomId)
  /** What one does oneself is seen at once, whatever arrives. */
  const byOneself = (room: Room | undefined): void => {
    touch(room?.roomId)
    pace.hurry()
  }
  const follow = (room: Room): void => {
    room.on(RoomEvent.UnreadNotifications, () => touch(room.roomId))
    touch(room.roomId)
  }
  for (const room of client.getRooms()) follow(room)
  client.on(ClientEvent.Room, follow)
  client.on(ClientEvent.DeleteRoom, touch)
  client.on(ClientEvent.AccountData, (event) => {
    if (event.getType() === 'm.direct' || event.getType() === 'm.push_rules') touchAll()
  })
  client.on(RoomEvent.Timeline, (_event, room) => ofRoom(room))
  client.on(MatrixEventEvent.Decrypted, (event) => {
    const room = client.getRoom(event.getRoomId())
    if (room !== null && lastShown(room) === event) touch(room.roomId)
  })
  client.on(RoomEvent.Name, ofRoom)
  client.on(RoomEvent.MyMembership, byOneself)
  client.on(RoomEvent.Tags, (_event, room) => byOneself(room))
  client.on(RoomEvent.AccountData, (_event, room) => byOneself(room))
  client.on(RoomEvent.Receipt, (_event, room) => ofRoom(room))
  client.on(RoomEvent.LocalEchoUpdated, (_event, room) => byOneself(room))
  client.on(RoomStateEvent.Events, (event) => touch(event.getRoomId()))
  client.on(RoomMemberEvent.Name, (_event, member) => touch(member.roomId))
  touchAll()
  look()
  return {
    all,
    stop: pace.stop,
  }
}

/** Whether one is in the room that took its place: where each of the two names the other, and not on the word of one. */
function withReplaced(client: MatrixClient, room: RoomSummary, summaries: ReadonlyMap<string, RoomSummary>): RoomSummary {
  const { roomId, successorId } = room
  const isReplaced = successorId !== undefined && summaries.get(successorId)?.membership === 'join' && client.getRoom(successorId)?.findPredecessor()?.roomId === roomId
  return isReplaced === room.isReplaced ? room : { ...room, isReplaced }
}

/** Which rooms are talks with one person: `m.direct` by room. */
function directRooms(client: MatrixClient): ReadonlyMap<string, string> {
  const content: Readonly<Record<string, unknown>> = client.getAccountData(EventType.Direct)?.getContent() ?? {}
  const found = new Map<string, string>()
  for (const [userId, rooms] of Object.entries(content)) {
    if (Array.isArray(rooms)) for (const roomId of rooms) if (typeof roomId === 'string') found.set(roomId, userId)
  }
  return found
}

function summarize(client: MatrixClient, room: Room, { direct, lastBefore }: { direct: ReadonlyMap<string, string>; lastBefore: RoomSummary['last'] }): RoomSummary | undefined {
  const membership = room.getMyMembership()
  if (!SHOWN.has(membership) || room.getMyMembership() === 'ban') return undefined
  const me = client.getUserId() ?? ''
  const own = room.getMember(me)
  const isDirect = direct.has(room.roomId) || (membership === 'invite' && own?.events.member?.getContent()['is_direct'] === true)
  const inviter = membership === 'invite' ? own?.events.member?.getSender() : undefined
  return {
    roomId: room.roomId,
    // The SDK hands on what state events hold, whatever it is.
    name: nameOf(room.name) || room.roomId,
    kind: room.isSpaceRoom() ? 'space' : isDirect ? 'person' : 'room',
    membership: membership as Membership,
    avatarUrl: pictureOf(room.getMxcAvatarUrl()) ?? (isDirect ? pictureOf(room.getAvatarFallbackMember()?.getMxcAvatarUrl()) : undefined),
    topic: topicOf(room),
    isEncrypted: room.hasEncryptionStateEvent(),
    isOfServer: isOwnServer(textOf(room.currentState.getStateEvents(EventType.RoomCreate, '')?.getSender()), me),
    isOpen: room.getJoinRule() === 'public',
    joinRule: textOf(room.getJoinRule()) || 'invite',
    admitsExternals: stateOf(room, 'org.chappe.room.externals')['allowed'] === true,
    forum: forumOf(room),
    audience: audienceIn(room),
    memberCount: room.getJoinedMemberCount(),
    unreadCount: room.getUnreadNotificationCount(NotificationCountType.Total),
    mentionCount: room.getUnreadNotificationCount(NotificationCountType.Highlight),
    isMarkedUnread: room.getAccountData('m.marked_unread')?.getContent()['unread'] === true,
    tags: Object.keys(room.tags),
    tagOrders: tagOrdersOf(room),
    isMuted: client.getRoomPushRule('global', room.roomId)?.actions.length === 0,
    failedCount: room.getPendingEvents().filter((event) => event.status === EventStatus.NOT_SENT && !isWaiting(event)).length,
    historyVisibility: textOf(room.getHistoryVisibility()),
    keptDays: keptDaysIn(stateOf(room, 'm.room.retention')),
    keptBy: keptByOf(room),
    predecessorId: predecessorOf(client, room),
    isReplaced: false,
    successorId: successorOf(room),
    directUserId: direct.get(room.roomId),
    lastActivityMs: momentOf(room.getLastActiveTimestamp()),
    isArchived: isArchived(client, room),
    last: lastOf(room, lastBefore),
    inviter: inviter === undefined ? undefined : describeMember(room, inviter),
  }
}

/** What was said last. What is not read yet does not take the place of what is known. */
function lastOf(room: Room, before: RoomSummary['last']): RoomSummary['last'] {
  const event = lastShown(room)
  if (event === undefined) return undefined
  if (before !== undefined && (event.isBeingDecrypted() || event.shouldAttemptDecryption())) return before
  const sender = event.getSender() ?? ''
  return { id: event.getId() ?? '', sender: isOwnServer(sender, room.myUserId) ? '' : (event.sender?.name ?? sender), message: describeBody(event, room) }
}

/** Whether it was put away, and nothing was said in it since; where nothing of it is told, it stays away whatever is said. */
function isArchived(client: MatrixClient, room: Room): boolean {
  const upToMs = archivedUpTo(room)
  if (upToMs === undefined) return false
  const isSilent = client.getRoomPushRule('global', room.roomId)?.actions.length === 0 || client.pushRules?.global.override?.some((rule) => rule.rule_id === room.roomId && rule.enabled) === true
  return isSilent || lastSaidMs(room) <= upToMs
}

/** The content of a state event with an empty key; an empty one where there is none. */
function stateOf(room: Room, type: string): Readonly<Record<string, unknown>> {
  return room.currentState.getStateEvents(type, '')?.getContent() ?? {}
}

function topicOf(room: Room): string {
  return textOf(stateOf(room, 'm.room.topic')['topic']).slice(0, TOPIC_CHARS)
}

/** A moment that a date can be made of. */
function momentOf(ms: unknown): number {
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 8.64e15) : 0
}

function successorOf(room: Room): string | undefined {
  const { replacement_room: successor } = stateOf(room, 'm.room.tombstone')
  return typeof successor === 'string' && successor.startsWith('!') ? successor : undefined
}

/** On the word of both rooms only: anybody can make a room that names another as the one before it. */
function predecessorOf(client: MatrixClient, room: Room): string | undefined {
  const named = room.findPredecessor()?.roomId
  const before = named === undefined ? null : client.getRoom(named)
  return before !== null && successorOf(before) === room.roomId ? named : undefined
}

function forumOf(room: Room): ForumFacts | undefined {
  const { organisation, owners, purpose, review_at_ms: reviewAtMs } = stateOf(room, 'org.chappe.room.forum')
  if (typeof organisation !== 'string' || typeof purpose !== 'string' || typeof reviewAtMs !== 'number' || !Array.isArray(owners)) return undefined
  return { organisationId: organisation, owners: owners.filter((each) => typeof each === 'string').slice(0, 20), purpose, reviewAtMs }
}

function audienceIn(room: Room): readonly string[] | undefined {
  const { organisations } = stateOf(room, 'org.chappe.room.audience')
  return Array.isArray(organisations) ? textsOf(organisations, AUDIENCE_MAX) : undefined
}

function keptByOf(room: Room): RoomSummary['keptBy'] {
  const event = room.currentState.getStateEvents('m.room.retention', '')
  return event === null ? undefined : { name: describeMember(room, event.getSender() ?? '').name, atMs: event.getTs() }
}

function tagOrdersOf(room: Room): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(room.tags).flatMap(([tag, said]: [string, unknown]) => {
      const order: unknown = typeof said === 'object' && said !== null && 'order' in said ? said.order : undefined
      return typeof order === 'number' ? [[tag, order]] : []
    }),
  )
}
