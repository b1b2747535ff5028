// Membership: join, invite, leave, kick, ban, unban, knock, forget.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { setForgotten } from '../../engine/rooms-store.ts'
import type { Session } from '../../session.ts'
import { assertJoined, contentOf, joinedRoomOf, membershipOf, notInRoom, roomOf } from './access.ts'
import { addressesRefused, assertInvitable } from './invitations.ts'
import { inviterFor, isRoomAlias, isUserId } from './membership-rules.ts'
import type { RoomsDeps } from './rooms-deps.ts'
import { appendOne } from './send.ts'

/** Joins a room by its id or alias. */
export async function joinRoom(
  deps: RoomsDeps,
  session: Session,
  input: { roomIdOrAlias: string; reason: string | undefined },
): Promise<Room> {
  const room = await resolveRoom(deps, input.roomIdOrAlias)
  const member = await membershipOf(deps, room, session.userId)
  if (member?.membership === 'join') return room
  if (session.isGuest && contentOf(room, 'm.room.guest_access')?.['guest_access'] !== 'can_join') {
    throw new MatrixError('M_GUEST_ACCESS_FORBIDDEN')
  }
  await deps.engine.ensureRules(session.userId)
  const content: JsonObject = { ...(await profileContent(deps, session.userId)), membership: 'join' }
  if (input.reason !== undefined) content['reason'] = input.reason
  // Who is banned is refused as such, whatever else holds.
  if (member?.membership !== 'invite' && member?.membership !== 'ban') {
    const authoriser = await inviterFor(deps, room, session.userId)
    if (authoriser !== undefined) content['join_authorised_via_users_server'] = authoriser
  }
  await sendMember(deps, room, session, { userId: session.userId, content })
  return room
}

/** Knocks on a room; gives back its id. */
export async function knockRoom(
  deps: RoomsDeps,
  session: Session,
  input: { roomIdOrAlias: string; reason: string | undefined },
): Promise<string> {
  const room = await resolveRoom(deps, input.roomIdOrAlias)
  const content: JsonObject = { ...(await profileContent(deps, session.userId)), membership: 'knock' }
  if (input.reason !== undefined) content['reason'] = input.reason
  await sendMember(deps, room, session, { userId: session.userId, content })
  return room.roomId
}

/** What one member does to another. */
export interface MemberAction {
  roomId: string
  userId: string
  reason: string | undefined
}

/** Whom somebody invites. */
export interface Invitation {
  roomId: string
  userId: string | undefined
  reason: string | undefined
  /** Somebody who is known by an address only. */
  address?: string | undefined
}

/** Invites a user. Throws `M_THREEPID_DENIED` where only an address is given. */
export async function inviteUser(deps: RoomsDeps, session: Session, input: Invitation): Promise<void> {
  const { userId } = input
  if (userId !== undefined) assertUserId(userId)
  const room = await joinedRoomOf(deps, session.userId, input.roomId)
  if (userId === undefined) {
    throw input.address === undefined ? new MatrixError('M_MISSING_PARAM', { message: 'user_id is missing' }) : addressesRefused()
  }
  await assertInvitable(deps, session.userId, [userId])
  const content: JsonObject = { ...(await profileContent(deps, userId)), membership: 'invite' }
  if (input.reason !== undefined) content['reason'] = input.reason
  await sendMember(deps, room, session, { userId, content })
}

/** Leaves a room, or declines an invitation to it. Leaving twice is no error. */
export async function leaveRoom(
  deps: RoomsDeps,
  session: Session,
  input: { roomId: string; reason: string | undefined },
): Promise<void> {
  const room = await roomOf(deps, input.roomId)
  const member = await membershipOf(deps, room, session.userId)
  if (member === undefined) throw notInRoom()
  if (member.membership === 'leave') return
  await sendMember(deps, room, session, { userId: session.userId, content: withReason('leave', input.reason) })
}

/** Removes a member, or takes an invitation back. */
export async function kickUser(deps: RoomsDeps, session: Session, input: MemberAction): Promise<void> {
  assertUserId(input.userId)
  const room = await roomOf(deps, input.roomId)
  const target = await membershipOf(deps, room, input.userId)
  await assertJoined(deps, room, session.userId)
  if (target === undefined || target.membership === 'leave' || target.membership === 'ban') {
    throw new MatrixError('M_FORBIDDEN', { message: 'That user is not in this room' })
  }
  await sendMember(deps, room, session, { userId: input.userId, content: withReason('leave', input.reason) })
}

/** Bans a user, whether they are in the room or not. */
export async function banUser(deps: RoomsDeps, session: Session, input: MemberAction): Promise<void> {
  assertUserId(input.userId)
  const room = await roomOf(deps, input.roomId)
  await sendMember(deps, room, session, { userId: input.userId, content: withReason('ban', input.reason) })
}

/** Takes a ban back. */
export async function unbanUser(deps: RoomsDeps, session: Session, input: MemberAction): Promise<void> {
  assertUserId(input.userId)
  const room = await roomOf(deps, input.roomId)
  await assertJoined(deps, room, session.userId)
  const target = await membershipOf(deps, room, input.userId)
  if (target?.membership !== 'ban') throw new MatrixError('M_BAD_STATE', { message: 'That user is not banned', status: 403 })
  await sendMember(deps, room, session, { userId: input.userId, content: withReason('leave', input.reason) })
}

/** Forgets a room that was left: it does not come back in syncs. */
export async function forgetRoom(deps: RoomsDeps, session: Session, roomId: string): Promise<void> {
  const room = await roomOf(deps, roomId)
  const member = await membershipOf(deps, room, session.userId)
  if (member === undefined) throw notInRoom()
  if (member.membership !== 'leave' && member.membership !== 'ban') {
    throw new MatrixError('M_UNKNOWN', { status: 400, message: 'Leave the room before you forget it' })
  }
  await setForgotten(deps.db, session.userId, room.roomNid)
  deps.engine.userRooms.forget(session.userId, room.roomNid)
}

/** Rewrites the member events of a user whose profile changed, in every room they are joined to. */
export async function updateMemberProfile(deps: RoomsDeps, userId: string): Promise<void> {
  const { rooms } = await deps.engine.userRooms.open(userId)
  const profile = await profileContent(deps, userId)
  for (const each of rooms.values()) {
    const { room } = each
    if (each.membership !== 'join' || room === undefined) continue
    const before = (await membershipOf(deps, room, userId))?.auth.content
    if (before?.['displayname'] === profile['displayname'] && before?.['avatar_url'] === profile['avatar_url']) continue
    const content = { ...profile, membership: 'join' }
    await appendOne(deps, room, { type: 'm.room.member', stateKey: userId, sender: userId, content })
  }
}

async function sendMember(
  deps: RoomsDeps,
  room: Room,
  session: Session,
  { userId, content }: { userId: string; content: JsonObject },
): Promise<void> {
  const { deviceNid, life } = session
  await appendOne(deps, room, { type: 'm.room.member', stateKey: userId, sender: session.userId, content, deviceNid, life })
}

async function resolveRoom(deps: RoomsDeps, roomIdOrAlias: string): Promise<Room> {
  if (!isRoomAlias(roomIdOrAlias)) {
    const room = await deps.engine.registry.find(roomIdOrAlias)
    if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
    return room
  }
  const roomNid = await deps.names.findAlias(roomIdOrAlias)
  if (roomNid === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no room of that alias' })
  return deps.engine.registry.get(roomNid)
}

async function profileContent(deps: RoomsDeps, userId: string): Promise<JsonObject> {
  const profile = await deps.people.profileOf(userId)
  const content: JsonObject = {}
  if (profile.displayname !== undefined) content['displayname'] = profile.displayname
  if (profile.avatar_url !== undefined) content['avatar_url'] = profile.avatar_url
  return content
}

function withReason(membership: string, reason: string | undefined): JsonObject {
  return reason === undefined ? { membership } : { membership, reason }
}

function assertUserId(userId: string): void {
  if (!isUserId(userId)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a user id' })
}
