// Invited partners: they come where they were invited to, in rooms that say so for good, and never decide anything.
import { isJsonObject, readLevel } from '@chappe/core'
import type { JsonObject } from '@chappe/core'
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, RoomView, Violation } from './view.ts'
import { contentOf, isOpen, isStateOf, membershipIn, violations, withState } from './view.ts'

/** The state event that lets externals into a room: `{"allowed": true}`, which never goes back. */
export const EXTERNALS = 'org.chappe.room.externals'

/** Whether externals may be invited to a room. */
export function admitsExternals(room: RoomView): boolean {
  return contentOf(room, EXTERNALS)?.['allowed'] === true
}

/** What holds for every event. */
export function checkExternals(room: RoomView, event: RoomEvent, policy: ProfilePolicy): Violation[] {
  if (!policy.externalsApart) return []
  const isSenderExternal = isExternal(room, event.sender)
  return [
    ...checkSwitch(room, event),
    ...checkOpening(room, event),
    ...checkPower(room, event),
    ...(isSenderExternal ? checkActs(room, event) : checkInvitation(room, event)),
  ]
}

/** What holds for a room as a whole, once its first events are there. */
export function checkExternalsWhole(room: RoomView, policy: ProfilePolicy): Violation[] {
  return violations(policy.externalsApart && admitsExternals(room) && isOpen(room), 'externals_in_open_room', NOT_IN_OPEN_ROOMS)
}

const NOT_IN_OPEN_ROOMS = 'An open room never admits externals'

function isExternal(room: RoomView, userId: string): boolean {
  return room.person(userId)?.accountType === 'external'
}

function checkSwitch(room: RoomView, event: RoomEvent): Violation[] {
  if (event.redacts?.type === EXTERNALS) return violations(true, 'externals_switch', NEVER_BACK)
  if (event.type !== EXTERNALS) return []
  if (event.stateKey !== '' || typeof event.content['allowed'] !== 'boolean') {
    return violations(true, 'externals_switch', `Whether externals are allowed is said by ${EXTERNALS} with an empty state key and "allowed": true, which never goes back`)
  }
  if (event.content['allowed'] !== true) return violations(admitsExternals(room), 'externals_switch', NEVER_BACK)
  return [
    ...violations(!room.isNew && isOpen(room), 'externals_in_open_room', NOT_IN_OPEN_ROOMS),
    ...violations(defaultLevelOf(room) > 0, 'external_power', NO_POWER_BY_DEFAULT),
  ]
}

const NEVER_BACK = 'A room that was opened to externals stays open to them'
const NO_POWER_BY_DEFAULT = 'Where externals are allowed, nobody has power only by being a member (users_default is at most 0)'

function checkOpening(room: RoomView, event: RoomEvent): Violation[] {
  const opens = isStateOf(event, 'm.room.join_rules') && isOpen(withState(room, 'm.room.join_rules', event.content))
  return violations(!room.isNew && opens && admitsExternals(room), 'externals_in_open_room', NOT_IN_OPEN_ROOMS)
}

function defaultLevelOf(room: RoomView): number {
  return readLevel(contentOf(room, 'm.room.power_levels')?.['users_default'], room.rules) ?? 0
}

function checkPower(room: RoomView, event: RoomEvent): Violation[] {
  if (isStateOf(event, 'm.room.create')) {
    const listed = event.content['additional_creators']
    const isAny = Array.isArray(listed) && listed.some((each) => typeof each === 'string' && isExternal(room, each))
    return violations(isAny, 'external_power', NO_POWER)
  }
  if (!isStateOf(event, 'm.room.power_levels')) return []
  const after = withState(room, 'm.room.power_levels', event.content)
  return [
    ...violations(poweredIn(event.content, room).some((userId) => isExternal(room, userId)), 'external_power', NO_POWER),
    ...violations(admitsExternals(room) && defaultLevelOf(after) > 0, 'external_power', NO_POWER_BY_DEFAULT),
  ]
}

const NO_POWER = 'Externals never have power in a room'

function poweredIn(content: JsonObject, room: RoomView): string[] {
  const users = content['users']
  if (!isJsonObject(users)) return []
  return Object.keys(users).filter((userId) => (readLevel(users[userId], room.rules) ?? 0) > 0)
}

/** Whom somebody else invites. */
function checkInvitation(room: RoomView, event: RoomEvent): Violation[] {
  const member = membershipIn(event)
  if (member?.membership !== 'invite' || !isExternal(room, member.userId)) return []
  if (isOpen(room)) return violations(true, 'externals_in_open_room', NOT_IN_OPEN_ROOMS)
  const reason = 'That person is an external, and this room is not open to externals. An admin of the room can open it to them, for good'
  return violations(!admitsExternals(room), 'external_invited', reason)
}

/** What an external does: comes where they were invited, speaks, and leaves. */
function checkActs(room: RoomView, event: RoomEvent): Violation[] {
  if (event.type === 'm.room.create') return violations(true, 'external_creates', 'Externals cannot create rooms')
  if (event.redacts !== undefined) {
    return violations(event.redacts.sender !== event.sender, 'external_acts', "Externals cannot take away what others have said")
  }
  const member = membershipIn(event)
  if (member?.userId === event.sender) return checkOwnMembership(room, member)
  const isOwnState = event.stateKey !== undefined && ownKeys(event.sender).some((key) => event.stateKey?.startsWith(key) === true)
  const isState = event.stateKey !== undefined && (event.type === 'm.room.member' || !isOwnState)
  return violations(isState, 'external_acts', 'Externals cannot invite, remove or change anything in a room')
}

/** State about oneself, such as being in a call, has a key of that form. */
function ownKeys(userId: string): string[] {
  return [userId, `_${userId}`]
}

function checkOwnMembership(room: RoomView, { userId, membership }: { userId: string; membership: string }): Violation[] {
  if (membership === 'knock') return violations(true, 'external_knocks', 'Externals are invited: they cannot ask to come in')
  if (membership !== 'join') return []
  const before = room.state.get('m.room.member', userId)?.content['membership']
  if (before === 'join') return []
  const mayCome = before === 'invite' && admitsExternals(room) && !isOpen(room)
  return violations(!mayCome, 'external_joins', 'Externals come only into rooms that are open to externals, and when they are invited')
}
