// Whether and how an event notifies one user.
// https://spec.matrix.org/v1.19/client-server-api/#push-rules
import type { JsonObject, JsonValue } from '../json/value.ts'
import { compileCondition, compileEventMatch } from './conditions.ts'
import type { PushContext, PushPredicate } from './conditions.ts'
import { PUSH_KINDS } from './push-rule.ts'
import type { PushAction, PushEvent, PushKind, PushRule, PushRuleset } from './push-rule.ts'

/** What the rules decided about one event for one user. */
export interface PushOutcome {
  readonly notify: boolean
  /** Never true without `notify`. */
  readonly highlight: boolean
  readonly sound?: string
  /** The rule that decided; absent when none matched or the user is the sender. */
  readonly ruleId?: string
}

interface CompiledRule {
  kind: PushKind
  matches: PushPredicate
  outcome: PushOutcome
}

/** The outcome where nothing matched. */
export const SILENT: PushOutcome = { notify: false, highlight: false }

// Rules are values that are never changed in place, so what is compiled lives as long as the rule object does.
const compiledRules = new WeakMap<PushRule, CompiledRule>()

/**
 * Evaluates a user's rules on one event; the first enabled rule that matches decides.
 *
 * @param ruleset the user's whole set, e.g. from `mergeWithDefaults`; rule objects must not be changed in place
 * @param event the event with its room id, as far as the server can read it
 */
export function evaluatePush(ruleset: PushRuleset, event: PushEvent, context: PushContext): PushOutcome {
  // "Homeservers MUST NOT notify the Push Gateway for events that the user has sent themselves." (v1.19)
  if (event.sender === context.userId) return SILENT
  for (const kind of PUSH_KINDS) {
    for (const rule of ruleset[kind]) {
      // "Disabled rules never match." (v1.19)
      if (!rule.enabled) continue
      const { matches, outcome } = compiledRule(kind, rule)
      if (matches(event, context)) return outcome
    }
  }
  return SILENT
}

/**
 * The tweaks that actions set, as a notification to a push gateway carries them.
 *
 * @param actions the actions of the rule that decided
 */
export function pushTweaks(actions: readonly PushAction[]): JsonObject {
  const tweaks = new Map<string, JsonValue>()
  for (const action of actions) {
    if (typeof action === 'string') continue
    // "If a highlight tweak is given with no value, its value is defined to be true." (v1.19)
    const value = action.value ?? (action.set_tweak === 'highlight' ? true : undefined)
    if (value !== undefined) tweaks.set(action.set_tweak, value)
  }
  return Object.fromEntries(tweaks)
}

function compiledRule(kind: PushKind, rule: PushRule): CompiledRule {
  const known = compiledRules.get(rule)
  if (known?.kind === kind) return known
  const compiled = { kind, matches: compileRule(kind, rule), outcome: outcomeOf(rule) }
  compiledRules.set(rule, compiled)
  return compiled
}

function compileRule(kind: PushKind, rule: PushRule): PushPredicate {
  switch (kind) {
    case 'content': return compileEventMatch('content.body', rule.pattern)
    // "The `rule_id` of a room rule is always the ID of the room that it affects." (v1.19)
    case 'room': return (event) => event.room_id === rule.rule_id
    // "The `rule_id` of Sender rules is always the Matrix user ID of the user whose messages they'd apply to." (v1.19)
    case 'sender': return (event) => event.sender === rule.rule_id
    default: {
      // "All conditions must hold true for an event in order for the rule to match. A rule with no conditions always
      // matches." (v1.19)
      const conditions = (rule.conditions ?? []).map(compileCondition)
      return (event, context) => conditions.every((holds) => holds(event, context))
    }
  }
}

function outcomeOf(rule: PushRule): PushOutcome {
  // The historical actions `dont_notify` and `coalesce` are strings like any other that is not `notify`: ignored.
  const notify = rule.actions.includes('notify')
  const { highlight, sound } = pushTweaks(rule.actions)
  return {
    notify,
    highlight: notify && highlight === true,
    ...(notify && typeof sound === 'string' ? { sound } : {}),
    ruleId: rule.rule_id,
  }
}
