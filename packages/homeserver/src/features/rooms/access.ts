// From a room id that somebody names to the room, if they may know of it.
import { MatrixError } from '@chappe/contract'
import type { Member, Room } from '../../engine/room.ts'
import { lastLeavingOf } from '../../engine/visibility.ts'
import { isForgotten } from './reading-store.ts'
import type { RoomsDeps } from './rooms-deps.ts'

/** A room that exists; `M_FORBIDDEN` where it does not, since whether it does is none of a stranger's business. */
export async function roomOf(deps: RoomsDeps, roomId: string): Promise<Room> {
  const { registry } = deps.engine
  const room = registry.peekById(roomId) ?? (await registry.find(roomId))
  if (room === undefined) throw notInRoom()
  return room
}

/** The membership of a user, loaded if need be. */
export async function membershipOf(deps: RoomsDeps, room: Room, userId: string): Promise<Member | undefined> {
  await deps.engine.registry.ensureMembers(room, [userId])
  return room.members.get(userId) ?? undefined
}

/** The room, for somebody who is joined to it. */
export async function joinedRoomOf(deps: RoomsDeps, userId: string, roomId: string): Promise<Room> {
  const room = await roomOf(deps, roomId)
  await assertJoined(deps, room, userId)
  return room
}

/** Throws `M_FORBIDDEN` unless the user is joined. */
export async function assertJoined(deps: RoomsDeps, room: Room, userId: string): Promise<void> {
  const member = await membershipOf(deps, room, userId)
  if (member?.membership !== 'join') throw notInRoom()
}

/**
 * The room and up to where a user may read it: everything for those who are joined, up to their leaving for those who
 * left, nothing for strangers.
 */
export async function readableRoomOf(deps: RoomsDeps, userId: string, roomId: string): Promise<ReadableRoom> {
  const room = await roomOf(deps, roomId)
  if (room.settled !== undefined) await room.settled.catch(() => undefined)
  const member = await membershipOf(deps, room, userId)
  if (member?.membership === 'join' || isWorldReadable(room)) return { room, member, until: Number.MAX_SAFE_INTEGER }
  // Who was only ever invited or banned has left nothing to read.
  const until = member === undefined ? 0 : await lastLeavingOf(deps.db, room, userId)
  if (until === 0 || (await isForgotten(deps.db, userId, room.roomNid))) throw notInRoom()
  return { room, member, until }
}

/** A room as one user may read it. */
export interface ReadableRoom {
  room: Room
  member: Member | undefined
  /** The last position they may see, both for timeline and for state. */
  until: number
}

/** Whether anybody may read the room. */
export function isWorldReadable(room: Room): boolean {
  return contentOf(room, 'm.room.history_visibility')?.['history_visibility'] === 'world_readable'
}

/** The content of a state event with an empty state key. */
export function contentOf(room: Room, type: string): Record<string, unknown> | undefined {
  return room.state.get(type)?.get('')?.auth.content
}

/** The refusal for everybody who has nothing to do with a room, existing or not. */
export function notInRoom(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'You are not in this room' })
}
