// The front door of rooms: every operation on them, tied to what it needs.
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { ByTimestampInput } from './by-timestamp.ts'
import { getEventByTimestamp } from './by-timestamp.ts'
import type { ContextInput } from './context.ts'
import { getEvent, getEventContext, getOneEvent } from './context.ts'
import type { CreateRoomInput } from './create-room.ts'
import type { BegunRoom, OwnBeginning } from './create-room.ts'
import { beginRoom, createRoom } from './create-room.ts'
import type { MemberAction } from './membership.ts'
import {
  banUser,
  forgetRoom,
  inviteUser,
  joinRoom,
  kickUser,
  knockRoom,
  leaveRoom,
  unbanUser,
  updateMemberProfile,
} from './membership.ts'
import type { MessagesInput } from './messages.ts'
import { getMessages } from './messages.ts'
import type { MutualRooms } from './mutual-rooms.ts'
import { getMutualRooms } from './mutual-rooms.ts'
import type { MembersInput } from './read-state.ts'
import { getJoinedMembers, getMembers, getState, getStateEvent } from './read-state.ts'
import type { Reading } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import type { SendInput } from './send.ts'
import { redactEvent, sendEvent, setRoomState } from './send.ts'
import type { UpgradeInput } from './upgrade.ts'
import { upgradeRoom } from './upgrade.ts'

export type { ReadableRoom } from './access.ts'
export { contentOf, isWorldReadable, joinedRoomOf, membershipOf, readableRoomOf, roomOf } from './access.ts'
export { findTimelineEvent, seenEventOf } from './context.ts'
export type { EventFilter } from './event-filter.ts'
export { parseEventFilter } from './event-filter.ts'
export { blocksInvites } from './invitations.ts'
export { allowedRoomIds } from './membership-rules.ts'
export { formatPageToken, parsePageToken } from './page-tokens.ts'
export type { Reading } from './reading.ts'
export { bundledReads, eventReads } from './reading.ts'
export type { Later } from './later.ts'
export type { RoomNames, RoomsDeps } from './rooms-deps.ts'
export { membersBefore, stateAt } from './state-at.ts'
export { walkTimeline } from './timeline.ts'

type Reason = { reason: string | undefined }

/** Hears that a user is in a room now. */
export type JoinListener = (userId: string, room: Room) => Promise<void>

/** The operations of this feature. */
export interface Rooms {
  createRoom(session: Session, input: CreateRoomInput): Promise<string>
  /** The same for a room of the server's own, with its first message: all of it in one commit. */
  beginRoom(session: Session, input: CreateRoomInput, beginning: OwnBeginning): Promise<BegunRoom>
  joinRoom(session: Session, input: { roomIdOrAlias: string } & Reason): Promise<string>
  knockRoom(session: Session, input: { roomIdOrAlias: string } & Reason): Promise<string>
  inviteUser(session: Session, input: Parameters<typeof inviteUser>[2]): Promise<void>
  leaveRoom(session: Session, input: { roomId: string } & Reason): Promise<void>
  kickUser(session: Session, input: MemberAction): Promise<void>
  banUser(session: Session, input: MemberAction): Promise<void>
  unbanUser(session: Session, input: MemberAction): Promise<void>
  forgetRoom(session: Session, roomId: string): Promise<void>
  sendEvent(session: Session, input: SendInput): Promise<string>
  setRoomState(session: Session, input: Parameters<typeof setRoomState>[2]): Promise<string>
  redactEvent(session: Session, input: Parameters<typeof redactEvent>[2]): Promise<string>
  listJoinedRooms(session: Session): Promise<string[]>
  getMessages(session: Session, input: MessagesInput): Promise<Reading>
  getEvent(session: Session, input: Parameters<typeof getEvent>[2]): Promise<Reading>
  getEventContext(session: Session, input: ContextInput): Promise<Reading>
  getOneEvent(session: Session, eventId: string): Promise<Reading>
  getEventByTimestamp(session: Session, input: ByTimestampInput): Promise<Reading>
  getMutualRooms(session: Session, input: { userId: string; from: string | undefined }): Promise<MutualRooms>
  getState(session: Session, roomId: string): Promise<Reading>
  getStateEvent(session: Session, input: Parameters<typeof getStateEvent>[2]): Promise<Reading>
  getMembers(session: Session, input: MembersInput): Promise<Reading<'events' | 'people'>>
  getJoinedMembers(session: Session, roomId: string): Promise<Reading<'events' | 'people'>>
  /** Replaces a room by one of another version; gives back its id. */
  upgradeRoom(session: Session, input: UpgradeInput): Promise<string>
  /** Called when somebody has come into a room, before they are told. A listener that fails keeps nobody out. */
  onJoined(listener: JoinListener): void
  /** Rewrites the member events of a user whose profile changed. */
  updateMemberProfile(userId: string): Promise<void>
}

/** Ties the operations to what they need. */
export function createRooms(deps: RoomsDeps): Rooms {
  const listeners: JoinListener[] = []
  const joined = async (session: Session, room: Room): Promise<string> => {
    for (const listener of listeners) await listener(session.userId, room)
    return room.roomId
  }
  const upgrading = new Map<string, Promise<Room>>()
  return {
    createRoom: (session, input) => createRoom(deps, session, input),
    beginRoom: (session, input, beginning) => beginRoom(deps, session, input, beginning),
    joinRoom: async (session, input) => joined(session, await joinRoom(deps, session, input)),
    async upgradeRoom(session, input) {
      // Sent twice at once, it is one upgrade.
      const key = `${session.userId} ${input.newVersion} ${input.roomId}`
      const running = upgrading.get(key) ?? upgradeRoom(deps, session, input).finally(() => upgrading.delete(key))
      upgrading.set(key, running)
      return joined(session, await running)
    },
    onJoined(listener) {
      listeners.push(listener)
    },
    knockRoom: (session, input) => knockRoom(deps, session, input),
    inviteUser: (session, input) => inviteUser(deps, session, input),
    leaveRoom: (session, input) => leaveRoom(deps, session, input),
    kickUser: (session, input) => kickUser(deps, session, input),
    banUser: (session, input) => banUser(deps, session, input),
    unbanUser: (session, input) => unbanUser(deps, session, input),
    forgetRoom: (session, roomId) => forgetRoom(deps, session, roomId),
    sendEvent: (session, input) => sendEvent(deps, session, input),
    setRoomState: (session, input) => setRoomState(deps, session, input),
    redactEvent: (session, input) => redactEvent(deps, session, input),
    listJoinedRooms: (session) => listJoinedRooms(deps, session),
    getMessages: (session, input) => getMessages(deps, session, input),
    getEvent: (session, input) => getEvent(deps, session, input),
    getEventContext: (session, input) => getEventContext(deps, session, input),
    getOneEvent: (session, eventId) => getOneEvent(deps, session, eventId),
    getEventByTimestamp: (session, input) => getEventByTimestamp(deps, session, input),
    getMutualRooms: (session, input) => getMutualRooms(deps, session, input),
    getState: (session, roomId) => getState(deps, session, roomId),
    getStateEvent: (session, input) => getStateEvent(deps, session, input),
    getMembers: (session, input) => getMembers(deps, session, input),
    getJoinedMembers: (session, roomId) => getJoinedMembers(deps, session, roomId),
    updateMemberProfile: (userId) => updateMemberProfile(deps, userId),
  }
}

async function listJoinedRooms(deps: RoomsDeps, session: Session): Promise<string[]> {
  const { rooms } = await deps.engine.userRooms.open(session.userId)
  const joined: string[] = []
  for (const each of rooms.values()) if (each.membership === 'join' && each.room !== undefined) joined.push(each.room.roomId)
  return joined
}
