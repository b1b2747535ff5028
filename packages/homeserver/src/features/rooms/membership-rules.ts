// Restricted joins: who of this server lets a newcomer in.
// https://spec.matrix.org/v1.19/client-server-api/#restricted-rooms
import { MatrixError } from '@chappe/contract'
import type { JsonValue } from '@chappe/core'
import { isJsonObject, joinRuleOf, powerLevelFor, privilegedCreators, userPowerLevel } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import { contentOf, membershipOf } from './access.ts'
import { findJoinedMember } from './reading-store.ts'
import type { RoomsDeps } from './rooms-deps.ts'

export { isRoomAlias, isUserId } from '@chappe/core'

/** How many conditions of a room are looked at, and how many of its powerful members. */
const MAX_CONDITIONS = 100
const MAX_CANDIDATES = 500

/** Whether a room lets members of other rooms in, in a version that knows of it. */
export function isRestricted(room: Room): boolean {
  const rule = joinRuleOf(authStateOf(room))
  if (rule === 'restricted') return room.rules.restrictedJoins
  return rule === 'knock_restricted' && room.rules.knockRestrictedJoins
}

/** The ids of the rooms whose members may join a restricted room. */
export function allowedRoomIds(room: Room): string[] {
  if (!isRestricted(room)) return []
  return roomIdsOf(contentOf(room, 'm.room.join_rules')?.['allow'])
}

function roomIdsOf(allow: unknown): string[] {
  const conditions: JsonValue[] = Array.isArray(allow) ? allow.slice(0, MAX_CONDITIONS) : []
  return conditions.flatMap((condition) => {
    if (!isJsonObject(condition) || condition['type'] !== 'm.room_membership') return []
    return typeof condition['room_id'] === 'string' ? [condition['room_id']] : []
  })
}

/**
 * A joined user who may invite, when the room is restricted and the newcomer is in one of the rooms it allows; nothing
 * where it is not, and the authorization rules then decide by themselves. Throws `M_UNABLE_TO_GRANT_JOIN` where nobody
 * in the room could invite, `M_UNABLE_TO_AUTHORISE_JOIN` where only rooms are allowed that this server does not know.
 */
export async function inviterFor(deps: RoomsDeps, room: Room, newcomer: string): Promise<string | undefined> {
  const allowed = allowedRoomIds(room)
  if (allowed.length === 0) return undefined
  const known = await Promise.all(allowed.map((roomId) => deps.engine.registry.find(roomId)))
  if (known.every((each) => each === undefined)) throw new MatrixError('M_UNABLE_TO_AUTHORISE_JOIN')
  for (const each of known) {
    if (each === undefined || (await membershipOf(deps, each, newcomer))?.membership !== 'join') continue
    const inviter = await inviterOf(deps, room)
    if (inviter === undefined) throw new MatrixError('M_UNABLE_TO_GRANT_JOIN')
    return inviter
  }
  return undefined
}

/** Somebody who is joined and may invite: the powerful are asked first, since a large room's members are not loaded. */
async function inviterOf(deps: RoomsDeps, room: Room): Promise<string | undefined> {
  const state = authStateOf(room)
  const needed = powerLevelFor(room.rules, state, 'invite')
  const users = contentOf(room, 'm.room.power_levels')?.['users']
  const create = room.state.get('m.room.create')?.get('')?.auth
  const named = isJsonObject(users) ? Object.keys(users) : []
  const candidates = [...privilegedCreators(room.rules, create), ...(create === undefined ? [] : [create.sender]), ...named]
    .filter((userId) => userPowerLevel(room.rules, state, userId) >= needed)
    .slice(0, MAX_CANDIDATES)
  await deps.engine.registry.ensureMembers(room, candidates)
  const powerful = candidates.find((userId) => room.members.get(userId)?.membership === 'join')
  if (powerful !== undefined) return powerful
  // Where everybody may invite, anybody will do who is not held back by name.
  const anybody = await findJoinedMember(deps.db, room.roomNid, named)
  if (anybody === undefined || userPowerLevel(room.rules, state, anybody) < needed) return undefined
  await deps.engine.registry.ensureMembers(room, [anybody])
  return room.members.get(anybody)?.membership === 'join' ? anybody : undefined
}
