// A user's push rules: what is stored of them, and the edits that the API offers. Nothing is changed in place.
// https://spec.matrix.org/v1.19/client-server-api/#push-rules-api
import { defaultPushRules, MASTER_RULE_ID } from './default-rules.ts'
import { PUSH_RULE_LIMITS, refused } from './parse-rule.ts'
import type { PushRuleRefusal, PushRuleResult } from './parse-rule.ts'
import { PUSH_KINDS } from './push-rule.ts'
import type { PushAction, PushCondition, PushKind, PushRule, PushRuleset } from './push-rule.ts'

/** What a user has changed of a server-default rule. */
export interface DefaultRuleChange {
  readonly enabled?: boolean
  readonly actions?: readonly PushAction[]
}

/** What is stored for a user: the rules of their own and the changes to default rules. It is plain JSON. */
export interface StoredPushRules {
  /** Own rules, most important first; a kind without rules may be absent. */
  readonly own: { readonly [Kind in PushKind]?: readonly PushRule[] }
  /** Changes to default rules by rule id. */
  readonly changed: Readonly<Record<string, DefaultRuleChange>>
}

/** Where a rule goes among the user's own rules of its kind. */
export interface PushRulePlace {
  /** The new rule becomes the next more important one than this. */
  readonly before?: string
  /** The new rule becomes the next less important one than this; `before` prevails. */
  readonly after?: string
}

/** What a user has who never changed anything. */
export const PLAIN_PUSH_RULES: StoredPushRules = { own: {}, changed: {} }

// Rule ids, switches and actions of the default rules are the same for every user.
const DEFAULTS = defaultPushRules('')

/**
 * Whether the user has neither rules of their own nor changes to default rules, so that `defaultOutcome` speaks for
 * them.
 */
export function isPlainRuleset(stored: StoredPushRules): boolean {
  return countOwnRules(stored) === 0 && Object.keys(stored.changed).length === 0
}

/**
 * The user's whole ruleset. Server-default rules "operate at a lower priority than "user-defined rules", except for
 * the `.m.rule.master` rule which has always a higher priority than any other rule" (v1.19). Changes to rules that
 * are no longer default rules are ignored.
 */
export function mergeWithDefaults(stored: StoredPushRules, userId: string): PushRuleset {
  const defaults = defaultPushRules(userId)
  const merge = (kind: PushKind): readonly PushRule[] => {
    const changed = defaults[kind].map((rule) => applyChange(rule, findChange(stored, rule.rule_id)))
    const isMaster = (rule: PushRule): boolean => rule.rule_id === MASTER_RULE_ID
    return [...changed.filter(isMaster), ...ownRules(stored, kind), ...changed.filter((rule) => !isMaster(rule))]
  }
  return {
    override: merge('override'),
    content: merge('content'),
    room: merge('room'),
    sender: merge('sender'),
    underride: merge('underride'),
  }
}

/**
 * One rule of a user's whole ruleset.
 *
 * @returns the rule, or `not_found`
 */
export function getRule(ruleset: PushRuleset, kind: PushKind, ruleId: string): PushRuleResult<PushRule> {
  const rule = ruleset[kind].find((candidate) => candidate.rule_id === ruleId)
  return rule === undefined ? notFound() : { ok: true, value: rule }
}

/**
 * Adds a rule of the user's own, or updates the one with its id: an update keeps whether the rule is enabled, and
 * its place unless one is named. "If neither `after` nor `before` are provided and the rule is created, it should be
 * added as the most important user defined rule among rules of the same kind." (v1.19)
 *
 * @param rule as `parsePushRule` gives it
 * @returns what to store; or `unknown_relative` or `too_many`
 */
export function putRule(
  stored: StoredPushRules,
  kind: PushKind,
  rule: PushRule,
  place: PushRulePlace = {},
): PushRuleResult<StoredPushRules> {
  const rules = ownRules(stored, kind)
  const index = rules.findIndex((candidate) => candidate.rule_id === rule.rule_id)
  if (index === -1 && countOwnRules(stored) >= PUSH_RULE_LIMITS.rules) {
    return refused('too_many', `No more than ${PUSH_RULE_LIMITS.rules} push rules`)
  }
  const updated = { ...rule, default: false, enabled: rules[index]?.enabled ?? true }
  const others = rules.filter((candidate) => candidate.rule_id !== rule.rule_id)
  const relative = place.before ?? place.after
  let at = Math.max(index, 0)
  if (relative !== undefined) {
    // "It is not possible to add a rule relative to a predefined server rule." (v1.19) Those are not among `others`.
    const found = others.findIndex((candidate) => candidate.rule_id === relative)
    if (found === -1) return refused('unknown_relative', `before/after rule not found: ${relative}`)
    at = place.before === undefined ? found + 1 : found
  }
  return { ok: true, value: withOwnRules(stored, kind, others.toSpliced(at, 0, updated)) }
}

/**
 * Removes a rule of the user's own.
 *
 * @returns what to store; or `default_rule` or `not_found`
 */
export function deleteRule(stored: StoredPushRules, kind: PushKind, ruleId: string): PushRuleResult<StoredPushRules> {
  if (findDefault(kind, ruleId) !== undefined) return refused('default_rule', 'Default rules cannot be deleted')
  const rules = ownRules(stored, kind)
  const left = rules.filter((rule) => rule.rule_id !== ruleId)
  return left.length === rules.length ? notFound() : { ok: true, value: withOwnRules(stored, kind, left) }
}

/** Which rule an edit is about. */
export interface PushRuleRef {
  readonly kind: PushKind
  readonly ruleId: string
}

/**
 * Switches a rule on or off, default rules too.
 *
 * @returns what to store, or `not_found`
 */
export function setRuleEnabled(
  stored: StoredPushRules,
  ref: PushRuleRef,
  enabled: boolean,
): PushRuleResult<StoredPushRules> {
  return changeRule(stored, ref, { enabled })
}

/**
 * Changes what a rule does, default rules too.
 *
 * @param actions as `parsePushActions` gives them
 * @returns what to store, or `not_found`
 */
export function setRuleActions(
  stored: StoredPushRules,
  ref: PushRuleRef,
  actions: readonly PushAction[],
): PushRuleResult<StoredPushRules> {
  return changeRule(stored, ref, { actions })
}

/**
 * What a user has set for one room holds for the room that replaces it, too: their room rule, and their own rules with
 * a condition on the room's id. Rules that the new room has already are left as they are.
 * https://spec.matrix.org/v1.19/client-server-api/#room-upgrades
 *
 * @returns what to store; `stored` itself where nothing was set for the room or there would be too many rules
 */
export function copyRoomRules(stored: StoredPushRules, oldRoomId: string, newRoomId: string): StoredPushRules {
  let copied = stored
  for (const kind of PUSH_KINDS) {
    const rules = ownRules(stored, kind)
    const copies = rules.flatMap((rule) => copyForRoom(kind, rule, oldRoomId, newRoomId) ?? [])
    const added = copies.filter((copy) => !rules.some((rule) => rule.rule_id === copy.rule_id))
    if (added.length > 0) copied = withOwnRules(copied, kind, [...added, ...rules])
  }
  return countOwnRules(copied) > PUSH_RULE_LIMITS.rules ? stored : copied
}

function copyForRoom(kind: PushKind, rule: PushRule, oldRoomId: string, newRoomId: string): PushRule | undefined {
  if (kind === 'room') return rule.rule_id === oldRoomId ? { ...rule, rule_id: newRoomId } : undefined
  const isOfRoom = ({ kind: condition, key, pattern }: PushCondition): boolean =>
    condition === 'event_match' && key === 'room_id' && pattern === oldRoomId
  if (rule.conditions?.some(isOfRoom) !== true) return undefined
  const conditions = rule.conditions.map((condition) => (isOfRoom(condition) ? { ...condition, pattern: newRoomId } : condition))
  const named = rule.rule_id.includes(oldRoomId) ? rule.rule_id.replaceAll(oldRoomId, newRoomId) : `${rule.rule_id} ${newRoomId}`
  return { ...rule, rule_id: named, conditions }
}

function changeRule(
  stored: StoredPushRules,
  { kind, ruleId }: PushRuleRef,
  change: DefaultRuleChange,
): PushRuleResult<StoredPushRules> {
  const defaultRule = findDefault(kind, ruleId)
  if (defaultRule !== undefined) return { ok: true, value: changeDefault(stored, defaultRule, change) }
  const rules = ownRules(stored, kind)
  if (!rules.some((rule) => rule.rule_id === ruleId)) return notFound()
  const changed = rules.map((rule) => (rule.rule_id === ruleId ? { ...rule, ...change } : rule))
  return { ok: true, value: withOwnRules(stored, kind, changed) }
}

function changeDefault(stored: StoredPushRules, rule: PushRule, change: DefaultRuleChange): StoredPushRules {
  const { enabled, actions } = { ...findChange(stored, rule.rule_id), ...change }
  // What equals the default is no change: whoever switches a rule off and on again is plain again.
  const left: DefaultRuleChange = {
    ...(enabled === undefined || enabled === rule.enabled ? {} : { enabled }),
    ...(actions === undefined || isSameActions(actions, rule.actions) ? {} : { actions }),
  }
  const others = Object.entries(stored.changed).filter(([id]) => id !== rule.rule_id)
  const own = Object.keys(left).length === 0 ? [] : [[rule.rule_id, left] as const]
  return { own: stored.own, changed: Object.fromEntries([...others, ...own]) }
}

function isSameActions(left: readonly PushAction[], right: readonly PushAction[]): boolean {
  return left.length === right.length && left.every((action, index) => isSameAction(action, right[index]))
}

function isSameAction(left: PushAction, right: PushAction | undefined): boolean {
  if (typeof left === 'string' || typeof right !== 'object') return left === right
  return left.set_tweak === right.set_tweak && left.value === right.value
}

function applyChange(rule: PushRule, change: DefaultRuleChange | undefined): PushRule {
  return change === undefined ? rule : { ...rule, ...change }
}

function findChange(stored: StoredPushRules, ruleId: string): DefaultRuleChange | undefined {
  return Object.hasOwn(stored.changed, ruleId) ? stored.changed[ruleId] : undefined
}

function findDefault(kind: PushKind, ruleId: string): PushRule | undefined {
  return DEFAULTS[kind].find((rule) => rule.rule_id === ruleId)
}

function ownRules(stored: StoredPushRules, kind: PushKind): readonly PushRule[] {
  return stored.own[kind] ?? []
}

function withOwnRules(stored: StoredPushRules, kind: PushKind, rules: readonly PushRule[]): StoredPushRules {
  return { own: { ...stored.own, [kind]: rules }, changed: stored.changed }
}

function countOwnRules(stored: StoredPushRules): number {
  return PUSH_KINDS.reduce((count, kind) => count + ownRules(stored, kind).length, 0)
}

function notFound(): PushRuleRefusal {
  return refused('not_found', 'The push rule was not found.')
}
