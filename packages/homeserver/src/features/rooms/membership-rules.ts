// Restricted joins: who of this server lets a newcomer in.
// https://spec.matrix.org/v1.19/client-server-api/#restricted-rooms
import { isJsonObject, joinRuleOf, powerLevelFor, userPowerLevel } from '@chappe/core'
import { contentOf, membershipOf } from './access.ts'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import type { RoomsDeps } from './rooms-deps.ts'

export { isRoomAlias, isUserId } from '@chappe/core'

/**
 * A joined user who may invite, when the room is restricted and the newcomer is in one of the rooms it allows;
 * nothing otherwise, and the authorization rules then decide by themselves.
 */
export async function inviterFor(deps: RoomsDeps, room: Room, newcomer: string): Promise<string | undefined> {
  const rule = joinRuleOf(authStateOf(room))
  if (rule !== 'restricted' && rule !== 'knock_restricted') return undefined
  const allow = contentOf(room, 'm.room.join_rules')?.['allow']
  for (const condition of Array.isArray(allow) ? allow.slice(0, 100) : []) {
    if (!isJsonObject(condition) || condition['type'] !== 'm.room_membership') continue
    const allowedId = condition['room_id']
    if (typeof allowedId !== 'string') continue
    const allowed = await deps.engine.registry.find(allowedId)
    if (allowed === undefined) continue
    if ((await membershipOf(deps, allowed, newcomer))?.membership === 'join') return inviterOf(deps, room)
  }
  return undefined
}

async function inviterOf(deps: RoomsDeps, room: Room): Promise<string | undefined> {
  await deps.engine.registry.ensureAllMembers(room)
  const state = authStateOf(room)
  const needed = powerLevelFor(room.rules, state, 'invite')
  for (const [userId, member] of room.members) {
    if (member?.membership === 'join' && userPowerLevel(room.rules, state, userId) >= needed) return userId
  }
  return undefined
}
