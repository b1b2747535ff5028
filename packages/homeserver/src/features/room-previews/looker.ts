// Who may look at a room from outside.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy
import { accountTypePolicyOf, AUDIENCE, audienceOf, isInAudience } from '@chappe/policy'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'
import { allowedRoomIds, contentOf, isWorldReadable } from '../rooms/rooms.ts'

/** Somebody who looks, with where they stand in every room; who is not signed in stands nowhere. */
export interface Looker {
  membershipIn(room: Room): string | undefined
  isJoinedTo(roomId: string): boolean
  /** Sees rooms that nobody has shown to them: some kinds of account do not. */
  findsOthers: boolean
  /** Whether they belong to those whom an open room is for. */
  isMeant(room: Room): boolean
}

/** Somebody who is not signed in. */
export const NOBODY: Looker = { membershipIn: () => undefined, isJoinedTo: () => false, findsOthers: true, isMeant: () => true }

/** What looking needs. */
export interface LookerDeps {
  engine: Pick<RoomsDeps['engine'], 'accountFacts' | 'userRooms'>
  settings: { policy: Pick<RoomsDeps['settings']['policy'], 'openRoomAudiences'> }
}

/** A user of this server. */
export async function lookerOf({ engine, settings }: LookerDeps, { userId, accountType }: Pick<Session, 'userId' | 'accountType'>): Promise<Looker> {
  const { openRoomAudiences } = settings.policy
  const organisationId = openRoomAudiences ? (await engine.accountFacts.of([userId])).get(userId)?.organisationId : undefined
  const { rooms } = await engine.userRooms.open(userId)
  const joined = new Set<string>()
  for (const each of rooms.values()) if (each.membership === 'join' && each.room !== undefined) joined.add(each.room.roomId)
  return {
    membershipIn: (room) => rooms.get(room.roomNid)?.membership,
    isJoinedTo: (roomId) => joined.has(roomId),
    findsOthers: accountTypePolicyOf(accountType).findsOthers,
    isMeant: (room) => !openRoomAudiences || isInAudience(audienceOf(contentOf(room, AUDIENCE)), organisationId),
  }
}

/**
 * Whether somebody may see what a room is called and how many are in it: who is in it or invited, who could come in or
 * ask to be let in, and everybody where everybody may read it. Who is banned may do none of these.
 */
export function mayPreview(looker: Looker, room: Room): boolean {
  const membership = looker.membershipIn(room)
  if (membership === 'join' || membership === 'invite' || membership === 'knock') return true
  if (!looker.findsOthers) return false
  if (isWorldReadable(room)) return true
  if (membership === 'ban') return false
  const { rules } = room
  switch (contentOf(room, 'm.room.join_rules')?.['join_rule']) {
    case 'public':
      return looker.isMeant(room)
    case 'knock':
      return rules.knocking
    case 'knock_restricted':
      return rules.knockRestrictedJoins
    case 'restricted':
      return allowedRoomIds(room).some((roomId) => looker.isJoinedTo(roomId))
    default:
      return false
  }
}
