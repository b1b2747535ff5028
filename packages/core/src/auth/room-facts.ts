// What the rules ask of the room state again and again: who created the room, who is in it, how it may be joined.
import { isJsonObject } from '../json/canonical.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import type { AuthEvent, AuthState } from './state.ts'

/** The membership of a user in the state; `leave` where the state has none. */
export function membershipOf(state: AuthState, userId: string): string {
  const membership = state.get('m.room.member', userId)?.content.membership
  return typeof membership === 'string' ? membership : 'leave'
}

/** The room's join rule; `invite` where the state has none, and where it is malformed a rule nobody passes. */
export function joinRuleOf(state: AuthState): string {
  const event = state.get('m.room.join_rules', '')
  if (event === undefined) return 'invite'
  const joinRule = event.content.join_rule
  return typeof joinRule === 'string' ? joinRule : ''
}

/**
 * Who created the room. Up to version 10 `content.creator`, from 11 on the sender of the create event; the additional
 * creators of version 12 are not asked for here.
 */
export function creatorOf(rules: RoomVersionRules, create: AuthEvent): string | undefined {
  if (rules.implicitCreator) return create.sender
  const creator = create.content.creator
  return typeof creator === 'string' ? creator : undefined
}

/**
 * v12: "Room creators include: The user ID denoted by the `sender` of the m.room.create event in the room. Any user IDs
 * contained in the `additional_creators` array in `content` of the m.room.create event in the room."
 */
export function isPrivilegedCreator(rules: RoomVersionRules, create: AuthEvent | undefined, userId: string): boolean {
  if (!rules.privilegedCreators || create === undefined) return false
  return create.sender === userId || additionalCreators(create).includes(userId)
}

/** The users that stand above every power level: none before version 12. */
export function privilegedCreators(rules: RoomVersionRules, create: AuthEvent | undefined): string[] {
  if (!rules.privilegedCreators || create === undefined) return []
  return [...new Set([create.sender, ...additionalCreators(create)])]
}

const NOBODY: readonly string[] = []

function additionalCreators(create: AuthEvent): readonly string[] {
  const listed = create.content.additional_creators
  // A create event that lists anything but user ids was rejected, see create.ts.
  return Array.isArray(listed) ? listed.filter((item) => typeof item === 'string') : NOBODY
}

/** The token of a third-party invite (`content.third_party_invite.signed.token`), where there is one. */
export function thirdPartyInviteToken(content: AuthEvent['content']): string | undefined {
  const invite = content.third_party_invite
  const signed = isJsonObject(invite) ? invite.signed : undefined
  const token = isJsonObject(signed) ? signed.token : undefined
  return typeof token === 'string' ? token : undefined
}
