// Rule 5 (4 in versions 6 to 11): m.room.member. The numbers of the rules are those of version 12.
import type { CoreCrypto } from '../crypto/crypto.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { powerLevelFor, userPowerLevel } from './levels.ts'
import { reject } from './reject.ts'
import { creatorOf, joinRuleOf, membershipOf } from './room-facts.ts'
import type { AuthEvent, AuthRejection, AuthState } from './state.ts'
import { checkThirdPartyInvite } from './third-party-invite.ts'

/** A membership event and all it is judged by. */
interface MemberCase {
  rules: RoomVersionRules
  event: AuthEvent & { state_key: string }
  state: AuthState
  create: AuthEvent
  crypto: CoreCrypto | undefined
}

/**
 * "5. If type is m.room.member"
 *
 * NOTE 5.2 (v8): "If content has a join_authorised_via_users_server key: If the event is not validly signed by the
 * homeserver of the user ID denoted by the key, reject." Signatures are checked before authorization, with the keys of
 * the servers that `requiredSigners` names.
 */
export function checkMember(
  rules: RoomVersionRules,
  event: AuthEvent,
  room: { state: AuthState; create: AuthEvent; crypto: CoreCrypto | undefined },
): AuthRejection | undefined {
  // 5.1: "If there is no state_key property, or no membership property in content, reject."
  const membership = event.content.membership
  if (event.state_key === undefined || membership === undefined) {
    return reject('member_incomplete', 'A membership event needs a state key and a membership')
  }
  const member: MemberCase = { rules, event: { ...event, state_key: event.state_key }, ...room }
  switch (membership) {
    case 'join':
      return checkJoin(member)
    case 'invite':
      return checkInvite(member)
    case 'leave':
      return checkLeave(member)
    case 'ban':
      return checkBan(member)
    case 'knock':
      // v7 added knocking; before, the membership is unknown.
      return rules.knocking ? checkKnock(member) : unknownMembership(membership)
    default:
      return unknownMembership(membership)
  }
}

/** 5.8: "Otherwise, the membership is unknown. Reject." */
function unknownMembership(membership: unknown): AuthRejection {
  const name = typeof membership === 'string' ? membership : typeof membership
  return reject('member_unknown_membership', `The membership ${name} is unknown`)
}

/** "5.3. If membership is join" */
function checkJoin(member: MemberCase): AuthRejection | undefined {
  const { rules, event, state, create } = member
  // 5.3.1: "If the only previous event is an m.room.create and the state_key is the creator (v11: the sender of the
  // m.room.create), allow."
  const isFirst = event.prev_events?.length === 1 && event.prev_events[0] === create.event_id
  if (isFirst && event.state_key === creatorOf(rules, create)) return undefined
  // 5.3.2: "If the sender does not match state_key, reject."
  if (event.sender !== event.state_key) {
    return reject('join_for_another', `${event.sender} cannot join for ${event.state_key}`)
  }
  const current = membershipOf(state, event.sender)
  // 5.3.3: "If the sender is banned, reject."
  if (current === 'ban') return reject('join_banned', `${event.sender} is banned`)
  return checkJoinRule(member, current)
}

/** "5.3.4" to "5.3.7": what the room's join rule says to someone who has the membership `current`. */
function checkJoinRule(member: MemberCase, current: string): AuthRejection | undefined {
  const { rules, event, state } = member
  const joinRule = joinRuleOf(state)
  const isMember = current === 'invite' || current === 'join'
  switch (joinRule) {
    case 'public':
      // 5.3.6: "If the join_rule is public, allow."
      return undefined
    case 'knock':
      // v7 5.3.4: "... or knock ..."
      return rules.knocking ? allowMembers(isMember, event) : joinRuleRefuses(joinRule)
    case 'invite':
      // 5.3.4: "If the join_rule is invite then allow if membership state is invite or join."
      return allowMembers(isMember, event)
    case 'restricted':
      return rules.restrictedJoins ? checkRestrictedJoin(member, isMember) : joinRuleRefuses(joinRule)
    case 'knock_restricted':
      return rules.knockRestrictedJoins ? checkRestrictedJoin(member, isMember) : joinRuleRefuses(joinRule)
    default:
      return joinRuleRefuses(joinRule)
  }
}

function allowMembers(isMember: boolean, event: AuthEvent): AuthRejection | undefined {
  return isMember ? undefined : reject('join_not_invited', `${event.sender} is not invited`)
}

/** 5.3.7: "Otherwise, reject." */
function joinRuleRefuses(joinRule: string): AuthRejection {
  return reject('join_rule_refuses', `Nobody can join by the join rule ${JSON.stringify(joinRule)}`)
}

/** v8 5.3.5: "If the join_rule is restricted or (v10) knock_restricted" */
function checkRestrictedJoin(member: MemberCase, isMember: boolean): AuthRejection | undefined {
  // v8 5.3.5.1: "If membership state is join or invite, allow."
  if (isMember) return undefined
  // v8 5.3.5.2: "If the join_authorised_via_users_server key in content is not a user with sufficient permission to
  // invite other users, reject."
  const authoriser = member.event.content.join_authorised_via_users_server
  if (typeof authoriser !== 'string') {
    return reject('join_not_authorised', `${member.event.sender} is not invited, and nobody authorised the join`)
  }
  // Who is not in the room has no permission to invite.
  if (membershipOf(member.state, authoriser) !== 'join') {
    return reject('join_authoriser_not_in_room', `${authoriser} authorised the join but is not in the room`)
  }
  const level = userPowerLevel(member.rules, member.state, authoriser)
  const needed = powerLevelFor(member.rules, member.state, 'invite')
  if (level < needed) {
    return reject('join_authoriser_power_too_low', `Inviting takes power level ${needed}, ${authoriser} has ${level}`)
  }
  // v8 5.3.5.3: "Otherwise, allow."
  return undefined
}

/** "5.4. If membership is invite" */
function checkInvite(member: MemberCase): AuthRejection | undefined {
  const { rules, event, state } = member
  // 5.4.1: "If content has a third_party_invite property"
  if (Object.hasOwn(event.content, 'third_party_invite')) {
    return checkThirdPartyInvite(event, state, member.crypto)
  }
  // 5.4.2: "If the sender's current membership state is not join, reject."
  if (membershipOf(state, event.sender) !== 'join') return senderNotInRoom(event)
  // 5.4.3: "If target user's current membership state is join or ban, reject."
  const target = membershipOf(state, event.state_key)
  if (target === 'join') return reject('invite_of_member', `${event.state_key} is in the room already`)
  if (target === 'ban') return reject('invite_of_banned', `${event.state_key} is banned`)
  // 5.4.4: "If the sender's power level is greater than or equal to the invite level, allow." 5.4.5: "Otherwise, reject."
  const level = userPowerLevel(rules, state, event.sender)
  const needed = powerLevelFor(rules, state, 'invite')
  if (level >= needed) return undefined
  return reject('invite_power_too_low', `Inviting takes power level ${needed}, the sender has ${level}`)
}

/** "5.5. If membership is leave": leaving, declining, kicking and unbanning. */
function checkLeave(member: MemberCase): AuthRejection | undefined {
  const { rules, event, state } = member
  const target = membershipOf(state, event.state_key)
  // 5.5.1: "If the sender matches state_key, allow if and only if that user's current membership state is invite, join,
  // or (v7) knock."
  if (event.sender === event.state_key) {
    if (target === 'invite' || target === 'join' || (rules.knocking && target === 'knock')) return undefined
    return reject('leave_not_in_room', `${event.sender} is not in the room`)
  }
  // 5.5.2: "If the sender's current membership state is not join, reject."
  if (membershipOf(state, event.sender) !== 'join') return senderNotInRoom(event)
  // 5.5.3: "If the target user's current membership state is ban, and the sender's power level is less than the ban
  // level, reject."
  const level = userPowerLevel(rules, state, event.sender)
  const banLevel = powerLevelFor(rules, state, 'ban')
  if (target === 'ban' && level < banLevel) {
    return reject('unban_power_too_low', `Unbanning takes power level ${banLevel}, the sender has ${level}`)
  }
  // 5.5.4: "If the sender's power level is greater than or equal to the kick level, and the target user's power level is
  // less than the sender's power level, allow." 5.5.5: "Otherwise, reject."
  const kickLevel = powerLevelFor(rules, state, 'kick')
  if (level < kickLevel) {
    return reject('kick_power_too_low', `Kicking takes power level ${kickLevel}, the sender has ${level}`)
  }
  return checkTargetBelow(member, level)
}

/** "5.6. If membership is ban" */
function checkBan(member: MemberCase): AuthRejection | undefined {
  const { rules, event, state } = member
  // 5.6.1: "If the sender's current membership state is not join, reject."
  if (membershipOf(state, event.sender) !== 'join') return senderNotInRoom(event)
  // 5.6.2: "If the sender's power level is greater than or equal to the ban level, and the target user's power level is
  // less than the sender's power level, allow." 5.6.3: "Otherwise, reject."
  const level = userPowerLevel(rules, state, event.sender)
  const needed = powerLevelFor(rules, state, 'ban')
  if (level < needed) return reject('ban_power_too_low', `Banning takes power level ${needed}, the sender has ${level}`)
  return checkTargetBelow(member, level)
}

function checkTargetBelow(member: MemberCase, senderLevel: number): AuthRejection | undefined {
  const target = member.event.state_key
  const level = userPowerLevel(member.rules, member.state, target)
  if (level < senderLevel) return undefined
  return reject('target_not_below_sender', `${target} has power level ${level}, not below the sender's ${senderLevel}`)
}

/** v7: "5.7. If membership is knock" */
function checkKnock(member: MemberCase): AuthRejection | undefined {
  const { rules, event, state } = member
  // v7 5.7.1: "If the join_rule is anything other than knock or (v10) knock_restricted, reject."
  const joinRule = joinRuleOf(state)
  if (joinRule !== 'knock' && !(rules.knockRestrictedJoins && joinRule === 'knock_restricted')) {
    return reject('knock_not_open', `Nobody can knock by the join rule ${JSON.stringify(joinRule)}`)
  }
  // v7 5.7.2: "If sender does not match state_key, reject."
  if (event.sender !== event.state_key) {
    return reject('knock_for_another', `${event.sender} cannot knock for ${event.state_key}`)
  }
  // v7 5.7.3: "If the sender's current membership is not ban, invite, or join, allow." 5.7.4: "Otherwise, reject."
  const current = membershipOf(state, event.sender)
  if (current !== 'ban' && current !== 'invite' && current !== 'join') return undefined
  return reject('knock_not_outside', `${event.sender} cannot knock with the membership ${current}`)
}

function senderNotInRoom(event: AuthEvent): AuthRejection {
  return reject('sender_not_in_room', `${event.sender} is not in the room`)
}
