// From a request's body to a push rule of the user's own.
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import { GLOB_PATTERN_LENGTH_MAX } from './glob.ts'
import type { PushAction, PushCondition, PushKind, PushRule } from './push-rule.ts'
import { PUSH_KINDS } from './push-rule.ts'

/** How much of push rules one user may store. */
export const PUSH_RULE_LIMITS = {
  /** Own rules of one user, over all kinds. */
  rules: 1000,
  ruleIdLength: 512,
  conditions: 32,
  actions: 16,
  /** UTF-16 units of any other text in a rule. */
  textLength: GLOB_PATTERN_LENGTH_MAX,
} as const

/** An edit that was refused: a code for programs, a sentence for people. */
export interface PushRuleRefusal {
  ok: false
  problem: PushRuleProblem
  message: string
}

/** A value, or why there is none. */
export type PushRuleResult<T> = { ok: true; value: T } | PushRuleRefusal

/** Why an edit of push rules was refused. */
export type PushRuleProblem =
  | 'not_found' // no rule of that kind and id
  | 'bad_rule_id' // reserved for the server, or with a slash
  | 'default_rule' // server-default rules cannot be deleted
  | 'unknown_relative' // `before` or `after` names no rule of the user's own
  | 'too_many' // over PUSH_RULE_LIMITS.rules
  | 'bad_rule' // the body is no rule of this kind

/** Builds a refusal. */
export function refused(problem: PushRuleProblem, message: string): PushRuleRefusal {
  return { ok: false, problem, message }
}

/** Whether `text` names a kind of push rule. */
export function isPushKind(text: string): text is PushKind {
  return PUSH_KINDS.some((kind) => kind === text)
}

/**
 * Reads a rule of the user's own from a request.
 *
 * @param kind the kind it is to be of
 * @param ruleId as in the path; "if the string starts with a dot ("."), the request MUST be rejected [...]. Slashes
 *   ("/") and backslashes ("\\") are also not allowed." (v1.19)
 * @param body the parsed body, not trusted
 * @returns the rule, enabled; or `bad_rule_id` or `bad_rule`
 */
export function parsePushRule(kind: PushKind, ruleId: string, body: JsonObject): PushRuleResult<PushRule> {
  const idProblem = ruleIdProblem(ruleId)
  if (idProblem !== undefined) return refused('bad_rule_id', idProblem)
  const actions = parsePushActions(body.actions)
  if (!actions.ok) return actions
  const rule = { rule_id: ruleId, default: false, enabled: true, actions: actions.value }
  if (kind === 'content') {
    if (!isText(body.pattern)) return refused('bad_rule', 'A content rule needs a pattern, a string of bounded length')
    return { ok: true, value: { ...rule, pattern: body.pattern } }
  }
  if (kind === 'room' || kind === 'sender') return { ok: true, value: rule }
  const conditions = parseConditions(body.conditions)
  return conditions.ok ? { ok: true, value: { ...rule, conditions: conditions.value } } : conditions
}

/**
 * Reads the actions of a rule. Historical actions are kept as they are (evaluation ignores them); strings that
 * were never an action are refused.
 *
 * @param actions not trusted
 */
export function parsePushActions(actions: JsonValue | undefined): PushRuleResult<readonly PushAction[]> {
  if (!Array.isArray(actions)) return refused('bad_rule', 'A rule needs a list of actions')
  if (actions.length > PUSH_RULE_LIMITS.actions) return refused('bad_rule', 'The rule has too many actions')
  const parsed: PushAction[] = []
  for (const action of actions) {
    const known = parseAction(action)
    if (known === undefined) return refused('bad_rule', 'The rule has an action that is not known')
    parsed.push(known)
  }
  return { ok: true, value: parsed }
}

const ACTION_WORDS: readonly JsonValue[] = ['notify', 'dont_notify', 'coalesce']

function parseAction(action: JsonValue): PushAction | undefined {
  if (typeof action === 'string') return ACTION_WORDS.includes(action) ? action : undefined
  if (!isJsonObject(action) || !isText(action.set_tweak)) return undefined
  const { set_tweak, value } = action
  if (value === undefined) return { set_tweak }
  return isBoundedValue(value) ? { set_tweak, value } : undefined
}

function parseConditions(conditions: JsonValue | undefined): PushRuleResult<readonly PushCondition[]> {
  // "A rule with no conditions always matches." (v1.19)
  const list = conditions ?? []
  if (!Array.isArray(list)) return refused('bad_rule', 'The conditions of a rule are a list')
  if (list.length > PUSH_RULE_LIMITS.conditions) return refused('bad_rule', 'The rule has too many conditions')
  const parsed: PushCondition[] = []
  for (const condition of list) {
    const known = parseCondition(condition)
    if (known === undefined) return refused('bad_rule', 'The rule has a condition that cannot be read')
    parsed.push(known)
  }
  return { ok: true, value: parsed }
}

// Kinds that are not known are kept: they never match, and a later client may know them.
function parseCondition(condition: JsonValue): PushCondition | undefined {
  if (!isJsonObject(condition) || !isText(condition.kind)) return undefined
  const { kind, key, pattern, is, value } = condition
  if (!isOptionalText(key) || !isOptionalText(pattern) || !isOptionalText(is)) return undefined
  if (value !== undefined && !isBoundedValue(value)) return undefined
  return {
    kind,
    ...(key === undefined ? {} : { key }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(is === undefined ? {} : { is }),
    ...(value === undefined ? {} : { value }),
  }
}

function ruleIdProblem(ruleId: string): string | undefined {
  if (ruleId.startsWith('.')) return 'Rule ids that start with a dot are reserved for the server'
  if (/[/\\]/.test(ruleId)) return 'Slashes and backslashes are not allowed in a rule id'
  if (ruleId === '' || ruleId.length > PUSH_RULE_LIMITS.ruleIdLength) return 'The rule id is empty or too long'
  return undefined
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.length <= PUSH_RULE_LIMITS.textLength
}

function isOptionalText(value: JsonValue | undefined): value is string | undefined {
  return value === undefined || isText(value)
}

// Conditions compare nothing but these, and tweaks need nothing else.
function isBoundedValue(value: JsonValue): boolean {
  return typeof value === 'object' ? value === null : typeof value !== 'string' || isText(value)
}
