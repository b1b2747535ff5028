// Push for a whole room at once: one evaluation for everybody, and single ones only where they can differ.
import type { PushContext } from './conditions.ts'
import { GENERIC_PUSH_RULES } from './default-rules.ts'
import { evaluatePush } from './evaluate.ts'
import type { PushOutcome } from './evaluate.ts'
import { findEventProperty } from './event-property.ts'
import type { PushEvent } from './push-rule.ts'

/** Whom an event mentions, by `m.mentions`. */
export interface PushMentions {
  readonly userIds: string[]
  /** Whether it mentions the whole room; whether its sender may is a matter of power levels. */
  readonly room: boolean
}

/**
 * Whom an event mentions on purpose.
 * https://spec.matrix.org/v1.19/client-server-api/#user-and-room-mentions
 *
 * @returns each user id once; strings that are no user ids may be among them, since the content is from outside
 */
export function mentionedUsers(event: PushEvent): PushMentions {
  const ids = findEventProperty(event, ['content', 'm.mentions', 'user_ids'])
  const strings = typeof ids === 'object' && ids !== null ? ids.filter((id) => typeof id === 'string') : []
  return {
    userIds: [...new Set(strings)],
    room: findEventProperty(event, ['content', 'm.mentions', 'room']) === true,
  }
}

/**
 * What the default rules decide about an event for a member they do not name. It is right for each member of the
 * room whose rules are plain (`isPlainRuleset`) and who is not in `needsOwnEvaluation(event)`; all others are
 * evaluated one by one with `evaluatePush`.
 *
 * @param room the context of evaluation without the user: it is the same for everybody
 */
export function defaultOutcome(event: PushEvent, room: Omit<PushContext, 'userId' | 'displayName'>): PushOutcome {
  const nobody: PushContext = {
    userId: '',
    memberCount: room.memberCount,
    senderPower: room.senderPower,
    notificationLevel: (key) => room.notificationLevel(key),
  }
  return evaluatePush(GENERIC_PUSH_RULES, event, nobody)
}

/**
 * The users for whom the default rules may decide otherwise than `defaultOutcome` says. They are exactly:
 *
 * 1. the sender, who is never notified;
 * 2. the users in `content["m.mentions"].user_ids` (`.m.rule.is_user_mention`);
 * 3. where the event is an `m.room.member` with membership `invite`, the user in `state_key`, in lower case too,
 *    because the rule's match ignores case (`.m.rule.invite_for_me`).
 *
 * A mention of the whole room names nobody: the default outcome covers it. So does the number of members, which
 * decides the one-to-one rules, and the sender's power. In addition, and known to the caller alone, every member
 * whose ruleset is not plain needs an own evaluation.
 *
 * This holds for user ids of today's grammar (no capitals, no `*` and no `?`); a member with a historical id that
 * has one of these must be evaluated alone, as `.m.rule.invite_for_me` uses the id as a pattern.
 * https://spec.matrix.org/v1.19/appendices/#user-identifiers
 *
 * @returns user ids, which need not be members of the room nor exist
 */
export function needsOwnEvaluation(event: PushEvent): ReadonlySet<string> {
  const users = new Set(mentionedUsers(event).userIds)
  users.add(event.sender)
  if (event.state_key !== undefined && isInvite(event)) {
    users.add(event.state_key)
    users.add(event.state_key.toLowerCase())
  }
  return users
}

// The rule's globs ignore case, so `INVITE` is an invite here as well.
function isInvite(event: PushEvent): boolean {
  const membership = findEventProperty(event, ['content', 'membership'])
  return (
    event.type.toLowerCase() === 'm.room.member' &&
    typeof membership === 'string' &&
    membership.toLowerCase() === 'invite'
  )
}
