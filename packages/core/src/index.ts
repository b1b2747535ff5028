// The pure Matrix event core: everything here is data in, data out.
export type { JsonObject, JsonValue } from './json/value.ts'
export { JsonError, type JsonErrorCode } from './json/json-error.ts'
export { parseJson, type JsonLimits } from './json/parse.ts'
export { canonicalJson, isJsonObject, type CanonicalOptions } from './json/canonical.ts'
export { compareCodePoints, fitsUtf8, utf8Length } from './json/text.ts'

export {
  domainOf,
  isDeviceId,
  isEventId,
  isHashRoomId,
  isRoomAlias,
  isRoomId,
  isServerName,
  isUserId,
  isValidLocalpart,
  MAX_ID_BYTES,
  parseRoomAlias,
  parseUserId,
  userIdOf,
} from './ids/ids.ts'
export type { Branded, DeviceId, EventId, IdParts, RoomAlias, RoomId, ServerName, UserId } from './ids/ids.ts'

export type { CoreCrypto } from './crypto/crypto.ts'

export type { RoomVersion, RoomVersionRules } from './room-versions/rules.ts'
export { DEFAULT_ROOM_VERSION, isRoomVersion, ROOM_VERSIONS, roomVersionRules } from './room-versions/table.ts'

export type { EventReferences, Pdu } from './events/pdu.ts'
export { buildEvent, type BuiltEvent, type EventInput } from './events/build-event.ts'
export { clientEventJson, eventNames, topLevelMembers } from './events/client-event.ts'
export type { ClientEventExtras, EventNames, MemberRange } from './events/client-event.ts'
export {
  checkEventFormat,
  MAX_AUTH_EVENTS,
  MAX_EVENT_BYTES,
  MAX_EVENT_KEY_BYTES,
  MAX_PREV_EVENTS,
  type EventFormatFault,
} from './events/format.ts'
export {
  contentHash,
  eventIdOf,
  eventReferenceIds,
  hasValidContentHash,
  referenceHash,
  roomIdFromCreate,
} from './events/hash.ts'
export { redact, redactContent } from './events/redact.ts'
export { requiredSigners, signJson, signPdu, verifyJson, verifyPduSignature } from './events/sign.ts'
export type { Signatures, SigningKey, VerifyKey } from './events/sign.ts'

export type { AuthEvent, AuthRejection, AuthState } from './auth/state.ts'
export { authEventOf } from './auth/auth-event.ts'
export { checkAuth, type AuthTools } from './auth/check-auth.ts'
export {
  DEFAULT_LEVELS,
  notificationPowerLevel,
  powerLevelFor,
  readLevel,
  requiredPowerLevel,
  userPowerLevel,
  type LevelName,
} from './auth/levels.ts'
export { checkRedactionApplies, redactedEventId } from './auth/redaction.ts'
export { joinRuleOf, membershipOf, privilegedCreators } from './auth/room-facts.ts'
export { authTypesFor, checkAuthEventsSelection, type SelectingEvent } from './auth/selection.ts'

export { resolveState } from './state/resolve-state.ts'
export { resolutionEventOf } from './state/resolution.ts'
export type { ResolutionEvent, ResolutionSource } from './state/resolution.ts'
export { StateResolutionError, type StateResolutionProblem } from './state/resolution-error.ts'
export { buildStateMap, findStateId, stateEntries } from './state/state-map.ts'
export type { MutableStateMap, StateEntry, StateMap } from './state/state-map.ts'

export { PUSH_KINDS } from './push/push-rule.ts'
export type {
  PushAction,
  PushCondition,
  PushEvent,
  PushKind,
  PushRule,
  PushRuleset,
  PushTweak,
} from './push/push-rule.ts'
export { defaultPushRules, MASTER_RULE_ID } from './push/default-rules.ts'
export { flattenEvent } from './push/event-property.ts'
export type { EventProperty } from './push/event-property.ts'
export { compileWholeGlob, compileWordGlob } from './push/glob.ts'
export type { GlobMatcher } from './push/glob.ts'
export type { PushContext } from './push/conditions.ts'
export { evaluatePush, pushTweaks } from './push/evaluate.ts'
export type { PushOutcome } from './push/evaluate.ts'
export { defaultOutcome, mentionedUsers, needsOwnEvaluation } from './push/default-outcome.ts'
export type { PushMentions } from './push/default-outcome.ts'
export { AVAILABILITY_FIELD, availabilityFault, AWAY_CHARS_MAX, AWAY_MS_MAX, formatAvailability, isUnavailableAt, parseAvailability, unavailabilityAt } from './push/availability.ts'
export type { Availability, Away, Unavailability } from './push/availability.ts'
export { formatQuietHours, isQuietAt, parseQuietHours, QUIET_HOURS_TYPE } from './push/quiet-hours.ts'
export type { QuietHours } from './push/quiet-hours.ts'
export { formatMinute, parseMinute } from './push/week.ts'
export type { WeekSpan } from './push/week.ts'
export { isPushKind, parsePushActions, parsePushRule, PUSH_RULE_LIMITS } from './push/parse-rule.ts'
export type { PushRuleProblem, PushRuleRefusal, PushRuleResult } from './push/parse-rule.ts'
export {
  copyRoomRules,
  deleteRule,
  getRule,
  isPlainRuleset,
  mergeWithDefaults,
  PLAIN_PUSH_RULES,
  putRule,
  setRuleActions,
  setRuleEnabled,
} from './push/ruleset.ts'
export type { DefaultRuleChange, PushRulePlace, PushRuleRef, StoredPushRules } from './push/ruleset.ts'
