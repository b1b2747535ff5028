// Giving somebody the power of whoever has most of it in a room.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, powerLevelFor, userPowerLevel } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import type { RoomAdminDeps } from './room-admin-deps.ts'

/** A creator of a room of version 12 has endless power; nobody can be given that. */
const MAX_LEVEL = 100

/**
 * Acts as the member of most power: gives the user as much, and invites them where they are not in the room. Throws
 * `M_FORBIDDEN` where nobody in the room may do that.
 */
export async function makeRoomAdmin(deps: RoomAdminDeps, room: Room, userId: string): Promise<void> {
  const { rooms } = deps
  await rooms.ensureAllMembers(room)
  const state = authStateOf(room)
  const levelOf = (each: string): number => userPowerLevel(room.rules, state, each)
  const joined = [...room.members].filter(([, member]) => member?.membership === 'join').map(([each]) => each)
  const strongest = joined.toSorted((left, right) => compare(levelOf(right), levelOf(left)))[0]
  const needed = powerLevelFor(room.rules, state, 'state_default')
  if (strongest === undefined || levelOf(strongest) < needed) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Nobody in that room could give the power' })
  }
  const session = await rooms.sessionOf(strongest)
  const before: JsonObject = room.state.get('m.room.power_levels')?.get('')?.auth.content ?? {}
  const level = Math.min(MAX_LEVEL, levelOf(strongest))
  const users = isJsonObject(before['users']) ? before['users'] : {}
  if (levelOf(userId) < level) {
    const content = { ...before, users: { ...users, [userId]: level } }
    await rooms.setRoomState(session, { roomId: room.roomId, type: 'm.room.power_levels', stateKey: '', content })
  }
  const membership = room.members.get(userId)?.membership
  if (membership !== 'join' && membership !== 'invite') {
    await rooms.inviteUser(session, { roomId: room.roomId, userId, reason: undefined })
  }
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1
}
