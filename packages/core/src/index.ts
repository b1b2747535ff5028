// The pure Matrix event core: everything here is data in, data out.
export type { JsonObject, JsonValue } from './json/value.ts'
export type { CoreCrypto } from './crypto/crypto.ts'
export type { EventReferences, Pdu } from './events/pdu.ts'
export type { AuthEvent, AuthRejection, AuthState } from './auth/state.ts'
export type { RoomVersion, RoomVersionRules } from './room-versions/rules.ts'
export { JsonError } from './json/json-error.ts'
export { parseJson } from './json/parse.ts'
export { canonicalJson, isJsonObject } from './json/canonical.ts'
export * from './ids/ids.ts'
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
export { isPushKind, parsePushActions, parsePushRule, PUSH_RULE_LIMITS } from './push/parse-rule.ts'
export type { PushRuleProblem, PushRuleRefusal, PushRuleResult } from './push/parse-rule.ts'
export {
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
