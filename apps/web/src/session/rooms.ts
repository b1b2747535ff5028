// The rooms of an account as a list that follows what happens in them. Rooms that changed are looked at anew once a frame,
// all others stay the values they were.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { ClientEvent, EventType, NotificationCountType, RoomEvent, RoomMemberEvent, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { describeBody, describeMember } from './describe.ts'
import type { Membership, RoomSummary } from './types.ts'

/** The rooms of an account. */
export interface Rooms {
  /** In no order. */
  all: Live<readonly RoomSummary[]>
  stop(): void
}

const SHOWN: ReadonlySet<string> = new Set<Membership>(['join', 'invite', 'knock'])

/** Begins to follow the rooms. */
export function followRooms(client: MatrixClient): Rooms {
  const summaries = new Map<string, RoomSummary>()
  const all = createStore<readonly RoomSummary[]>(() => [])
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let direct = directRooms(client)

  function look(): void {
    timer = undefined
    for (const roomId of changed) {
      const room = client.getRoom(roomId)
      const summary = room === null ? undefined : summarize(client, room, direct)
      if (summary === undefined) summaries.delete(roomId)
      else summaries.set(roomId, summary)
    }
    changed.clear()
    all.setState([...summaries.values()], true)
  }

  function touch(roomId: string | undefined): void {
    if (roomId === undefined) return
    changed.add(roomId)
    timer ??= setTimeout(look, 16)
  }

  function touchAll(): void {
    direct = directRooms(client)
    for (const room of client.getRooms()) touch(room.roomId)
  }

  const ofRoom = (room: Room | undefined): void => touch(room?.roomId)
  client.on(ClientEvent.Room, ofRoom)
  client.on(ClientEvent.DeleteRoom, touch)
  client.on(ClientEvent.AccountData, (event) => {
    if (event.getType() === 'm.direct') touchAll()
  })
  client.on(RoomEvent.Timeline, (_event, room) => ofRoom(room))
  client.on(RoomEvent.Name, ofRoom)
  client.on(RoomEvent.MyMembership, ofRoom)
  client.on(RoomEvent.Tags, (_event, room) => ofRoom(room))
  client.on(RoomEvent.AccountData, (_event, room) => ofRoom(room))
  client.on(RoomEvent.Receipt, (_event, room) => ofRoom(room))
  client.on(RoomEvent.LocalEchoUpdated, (_event, room) => ofRoom(room))
  client.on(RoomStateEvent.Events, (event) => touch(event.getRoomId()))
  client.on(RoomMemberEvent.Name, (_event, member) => touch(member.roomId))
  touchAll()
  look()
  return {
    all,
    stop() {
      clearTimeout(timer)
    },
  }
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

function summarize(client: MatrixClient, room: Room, direct: ReadonlyMap<string, string>): RoomSummary | undefined {
  const membership = room.getMyMembership()
  if (!SHOWN.has(membership) || room.getMyMembership() === 'ban') return undefined
  const me = client.getUserId() ?? ''
  const own = room.getMember(me)
  const isDirect = direct.has(room.roomId) || (membership === 'invite' && own?.events.member?.getContent()['is_direct'] === true)
  const lastEvent = room.getLastLiveEvent()
  const inviter = membership === 'invite' ? own?.events.member?.getSender() : undefined
  return {
    roomId: room.roomId,
    name: room.name,
    kind: room.isSpaceRoom() ? 'space' : isDirect ? 'person' : 'room',
    membership: membership as Membership,
    avatarUrl: room.getMxcAvatarUrl() ?? (isDirect ? room.getAvatarFallbackMember()?.getMxcAvatarUrl() : undefined),
    topic: topicOf(room),
    isEncrypted: room.hasEncryptionStateEvent(),
    isOpen: room.getJoinRule() === 'public',
    memberCount: room.getJoinedMemberCount(),
    unreadCount: room.getUnreadNotificationCount(NotificationCountType.Total),
    mentionCount: room.getUnreadNotificationCount(NotificationCountType.Highlight),
    isMarkedUnread: room.getAccountData('m.marked_unread')?.getContent()['unread'] === true,
    tags: Object.keys(room.tags),
    lastActivityMs: Math.max(room.getLastActiveTimestamp(), 0),
    last: lastEvent === undefined ? undefined : { sender: lastEvent.sender?.name ?? lastEvent.getSender() ?? '', message: describeBody(lastEvent, room) },
    inviter: inviter === undefined ? undefined : describeMember(room, inviter),
  }
}

function topicOf(room: Room): string {
  const topic: unknown = room.currentState.getStateEvents('m.room.topic', '')?.getContent()['topic']
  return typeof topic === 'string' ? topic : ''
}
