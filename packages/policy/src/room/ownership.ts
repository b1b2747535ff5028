// A room never is without somebody who looks after it. The server's own account has the power of an admin from the
// beginning, without being a member, and is the one to whom a room goes that its last admin leaves.
import { readLevel } from '@chappe/core'
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { ADMIN_LEVEL, adminsOf, contentOf, isOfServer, isStateOf, membershipIn, violations, withState } from './view.ts'

/** The state event that says in whose hands a room is: `{"organisation", "since_ms", "reason"}`. */
export const OWNERSHIP = 'org.chappe.room.ownership'

/** Whether a room goes to its organisation when its last admin leaves. Talks of two people and the server's own rooms do not. */
export function isKept(room: Pick<RoomView, 'rules' | 'state' | 'serverUserId'>, policy: ProfilePolicy): boolean {
  if (!policy.roomsKeepAdmins) return false
  if (room.state.get('m.room.create', '')?.sender === room.serverUserId) return false
  return adminsOf(room).includes(room.serverUserId)
}

/** What holds for every event. */
export function checkOwnership(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (room.isNew || isOfServer(room)) return []
  if (event.type === OWNERSHIP && policy.roomsKeepAdmins) {
    return violations(event.sender !== room.serverUserId, 'server_power', 'Only the server says in whose hands a room is')
  }
  if (!isKept(room, policy)) return []
  if (isStateOf(event, 'm.room.power_levels')) return checkLevels(room, withState(room, 'm.room.power_levels', event.content))
  const member = membershipIn(event)
  if (member === undefined || (member.membership !== 'leave' && member.membership !== 'ban')) return []
  const admins = joinedAdmins(room)
  const isLast = admins.length === 1 && admins[0] === member.userId && room.joinedCount > 1
  return violations(isLast, 'last_admin', LAST_ADMIN)
}

const LAST_ADMIN = 'This room would have no admin any more. Make somebody else an admin first'

function checkLevels(before: RoomView, after: RoomView): Violation[] {
  const isLowered = !adminsOf(after).includes(after.serverUserId)
  const isLast = joinedAdmins(before).length > 0 && joinedAdmins(after).length === 0 && !everybodyIsAdmin(after)
  return [
    ...violations(isLowered, 'server_power', `${after.serverUserId} keeps the power of an admin, so that the room is never without one`),
    ...violations(isLast, 'last_admin', LAST_ADMIN),
  ]
}

function everybodyIsAdmin(room: RoomView): boolean {
  return (readLevel(contentOf(room, 'm.room.power_levels')?.['users_default'], room.rules) ?? 0) >= ADMIN_LEVEL
}

/** The admins who are in the room; the server's account is one while it is. */
export function joinedAdmins(room: Pick<RoomView, 'rules' | 'state'>): string[] {
  return adminsOf(room).filter((userId) => room.state.get('m.room.member', userId)?.content['membership'] === 'join')
}
