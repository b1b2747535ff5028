// The front door of rooms: every operation on them, tied to what it needs.
import type { Session } from '../../session.ts'
import type { ContextInput } from './context.ts'
import { getEvent, getEventContext } from './context.ts'
import type { CreateRoomInput } from './create-room.ts'
import { createRoom } from './create-room.ts'
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
import type { MembersInput } from './read-state.ts'
import { getJoinedMembers, getMembers, getState, getStateEvent } from './read-state.ts'
import type { Reading } from './reading.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import type { SendInput } from './send.ts'
import { redactEvent, sendEvent, setRoomState } from './send.ts'

export type { ReadableRoom } from './access.ts'
export { contentOf, isWorldReadable, joinedRoomOf, membershipOf, readableRoomOf, roomOf } from './access.ts'
export { findTimelineEvent } from './context.ts'
export type { EventFilter } from './event-filter.ts'
export { parseEventFilter } from './event-filter.ts'
export { formatPageToken } from './page-tokens.ts'
export type { Reading } from './reading.ts'
export { eventReads } from './reading.ts'
export type { RoomNames, RoomsDeps } from './rooms-deps.ts'
export { membersBefore, stateAt } from './state-at.ts'
export { walkTimeline } from './timeline.ts'

type Reason = { reason: string | undefined }

/** The operations of this feature. */
export interface Rooms {
  createRoom(session: Session, input: CreateRoomInput): Promise<string>
  joinRoom(session: Session, input: { roomIdOrAlias: string } & Reason): Promise<string>
  knockRoom(session: Session, input: { roomIdOrAlias: string } & Reason): Promise<string>
  inviteUser(session: Session, input: MemberAction): Promise<void>
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
  getState(session: Session, roomId: string): Promise<Reading>
  getStateEvent(session: Session, input: Parameters<typeof getStateEvent>[2]): Promise<Reading>
  getMembers(session: Session, input: MembersInput): Promise<Reading<'events' | 'people'>>
  getJoinedMembers(session: Session, roomId: string): Promise<Reading<'events' | 'people'>>
  /** Rewrites the member events of a user whose profile changed. */
  updateMemberProfile(userId: string): Promise<void>
}

/** Ties the operations to what they need. */
export function createRooms(deps: RoomsDeps): Rooms {
  return {
    createRoom: (session, input) => createRoom(deps, session, input),
    joinRoom: (session, input) => joinRoom(deps, session, input),
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
