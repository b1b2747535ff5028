// m.room.redaction: an authorization rule in versions 1 and 2, a check before applying it from version 3 on.
import { domainOf } from '../ids/ids.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { powerLevelFor, userPowerLevel } from './levels.ts'
import { reject } from './reject.ts'
import type { AuthEvent, AuthRejection, AuthState } from './state.ts'

/** v1: "11. If type is m.room.redaction". Version 3 took the rule away. */
export function checkRedactionEvent(
  rules: RoomVersionRules,
  event: AuthEvent,
  state: AuthState,
): AuthRejection | undefined {
  // v1 11.1: "If the sender's power level is greater than or equal to the redact level, allow."
  if (userPowerLevel(rules, state, event.sender) >= powerLevelFor(rules, state, 'redact')) return undefined
  // v1 11.2: "If the domain of the event_id of the event being redacted is the same as the domain of the event_id of the
  // m.room.redaction, allow."
  const redactedDomain = event.redacts === undefined ? undefined : domainOf(event.redacts)
  if (redactedDomain !== undefined && redactedDomain === domainOf(event.event_id)) return undefined
  // v1 11.3: "Otherwise, reject."
  return reject('redaction_not_allowed', 'The sender may not redact events of another server')
}

/**
 * Whether a redaction that authorization let through is to be applied to the event it names.
 * https://spec.matrix.org/v1.19/rooms/v12/#handling-redactions
 *
 * @param state the room state before the redaction.
 */
export function checkRedactionApplies(
  rules: RoomVersionRules,
  redaction: AuthEvent,
  redacted: { room_id?: string; sender: string },
  state: AuthState,
): AuthRejection | undefined {
  if (redacted.room_id !== undefined && redacted.room_id !== redaction.room_id) {
    return reject('redaction_of_another_room', 'The redacted event is of another room')
  }
  // In versions 1 and 2 the authorization rules have decided already.
  if (rules.redactionsJudgedByDomain) return undefined
  // v3: "1. The power level of the redaction event's sender is greater than or equal to the redact level."
  if (userPowerLevel(rules, state, redaction.sender) >= powerLevelFor(rules, state, 'redact')) return undefined
  // v3: "2. The domain of the redaction event's sender matches that of the original event's sender."
  if (domainOf(redaction.sender) === domainOf(redacted.sender)) return undefined
  return reject('redaction_not_allowed', 'The sender may not redact events of another server')
}

/** The id of the event a redaction names: in `content` from version 11 on, at top level before. */
export function redactedEventId(
  rules: RoomVersionRules,
  redaction: { content: AuthEvent['content']; redacts?: string },
): string | undefined {
  if (!rules.updatedRedactionRules) return redaction.redacts
  const redacts = redaction.content.redacts
  return typeof redacts === 'string' ? redacts : undefined
}
