// A direct message is between two people, and stays so.
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { isStateOf, membershipIn, violations } from './view.ts'

/** Stands in the create event of a direct message, which nobody can change: `true`. */
export const DIRECT = 'org.chappe.room.direct'

/** Whether a room was made for two people. */
export function isDirect(room: Pick<RoomView, 'state'>): boolean {
  return room.state.get('m.room.create', '')?.content[DIRECT] === true
}

/** What holds for every event. */
export function checkDirect(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (!policy.roomsKeepAdmins || !isDirect(room)) return []
  const opens = isStateOf(event, 'm.room.join_rules') && event.content['join_rule'] === 'public'
  return [
    ...violations(opens, 'direct_message', 'A direct message cannot be opened to others: make a room instead'),
    ...violations(isThird(room, event), 'direct_message', 'A direct message is between two people: make a room for more'),
  ]
}

function isThird(room: RoomView, event: RoomEvent): boolean {
  const member = membershipIn(event)
  if (member === undefined || (member.membership !== 'invite' && member.membership !== 'join')) return false
  const before = room.state.get('m.room.member', member.userId)?.content['membership']
  return before !== 'invite' && before !== 'join' && room.joinedCount + room.invitedCount >= 2
}
