// The authorization rules: whether an event is allowed by a room state. One file per event type; this one has the
// order. The numbers of the rules are those of version 12.
// https://spec.matrix.org/v1.19/rooms/v12/#authorization-rules
import type { CoreCrypto } from '../crypto/crypto.ts'
import { roomIdFromCreate } from '../events/hash.ts'
import { domainOf } from '../ids/ids.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { checkAliases } from './aliases.ts'
import { checkCreate } from './create.ts'
import { requiredPowerLevel, userPowerLevel } from './levels.ts'
import { checkMember } from './member.ts'
import { checkPowerLevels } from './power-levels.ts'
import { checkRedactionEvent } from './redaction.ts'
import { reject } from './reject.ts'
import { membershipOf } from './room-facts.ts'
import type { AuthEvent, AuthRejection, AuthState } from './state.ts'
import { checkThirdPartyInviteEvent } from './third-party-invite.ts'

/** What the check may use beside the state. */
export interface AuthTools {
  /** Needed for the signatures of third-party invites; without it they are rejected. */
  crypto?: CoreCrypto
}

/**
 * Whether `event` is allowed by `state`; undefined where it is, and the first rule it breaks where it is not. The rule
 * about the event's own `auth_events` (3 in version 12) is `checkAuthEventsSelection`; signatures and hashes are checked
 * before.
 */
export function checkAuth(
  rules: RoomVersionRules,
  event: AuthEvent,
  state: AuthState,
  tools?: AuthTools,
): AuthRejection | undefined {
  // 1: "If type is m.room.create"
  if (event.type === 'm.room.create') return checkCreate(rules, event)
  const create = state.get('m.room.create', '')
  if (create === undefined) return reject('room_without_create', 'The room has no create event')
  const roomFault = checkRoom(rules, event, create)
  if (roomFault !== undefined) return roomFault
  // v1 to v5, 4: "If type is m.room.aliases"
  if (rules.specialCaseAliasesAuth && event.type === 'm.room.aliases') return checkAliases(event)
  // 5: "If type is m.room.member"
  if (event.type === 'm.room.member') return checkMember(rules, event, { state, create, crypto: tools?.crypto })
  return checkByMember(rules, event, state)
}

function checkRoom(rules: RoomVersionRules, event: AuthEvent, create: AuthEvent): AuthRejection | undefined {
  // v12 2: "If the event's room_id is not an event ID for an accepted (not rejected) m.room.create event, with the sigil
  // ! instead of $, reject."
  if (rules.roomIdIsCreateHash && event.room_id !== roomIdFromCreate(create.event_id)) {
    return reject('room_id_not_of_create', 'The room id is not the hash of the create event')
  }
  // 4: "If the content of the m.room.create event in the room state has the property m.federate set to false, and the
  // sender domain of the event does not match the sender domain of the create event, reject."
  if (create.content['m.federate'] === false && domainOf(event.sender) !== domainOf(create.sender)) {
    return reject('room_not_federated', `The room is for the users of ${domainOf(create.sender) ?? ''} alone`)
  }
  return undefined
}

/** Rules 6 to 11: what only members do. */
function checkByMember(rules: RoomVersionRules, event: AuthEvent, state: AuthState): AuthRejection | undefined {
  // 6: "If the sender's current membership state is not join, reject."
  if (membershipOf(state, event.sender) !== 'join') {
    return reject('sender_not_in_room', `${event.sender} is not in the room`)
  }
  // 7: "If type is m.room.third_party_invite"
  if (event.type === 'm.room.third_party_invite') return checkThirdPartyInviteEvent(rules, event, state)
  // 8: "If the event type's required power level is greater than the sender's power level, reject."
  const needed = requiredPowerLevel(rules, state, event.type, event.state_key !== undefined)
  const level = userPowerLevel(rules, state, event.sender)
  if (needed > level) {
    return reject('power_too_low', `${event.type} takes power level ${needed}, the sender has ${level}`)
  }
  // 9: "If the event has a state_key that starts with an @ and does not match the sender, reject."
  if (event.state_key?.startsWith('@') === true && event.state_key !== event.sender) {
    return reject('state_key_of_another', `The state key ${event.state_key} is for that user alone`)
  }
  // 10: "If type is m.room.power_levels"
  if (event.type === 'm.room.power_levels') return checkPowerLevels(rules, event, state)
  // v1 and v2, 11: "If type is m.room.redaction"
  if (rules.redactionsJudgedByDomain && event.type === 'm.room.redaction') {
    return checkRedactionEvent(rules, event, state)
  }
  // 11: "Otherwise, allow."
  return undefined
}
