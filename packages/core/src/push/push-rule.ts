// The shapes of push rules, as the client-server API carries them.
// https://spec.matrix.org/v1.19/client-server-api/#push-rules
import type { JsonObject, JsonValue } from '../json/value.ts'

/** The kinds of push rule, in the order that they are checked. */
export const PUSH_KINDS = ['override', 'content', 'room', 'sender', 'underride'] as const

/** One kind of push rule. */
export type PushKind = (typeof PUSH_KINDS)[number]

/** Sets one entry of the tweaks that a notification carries, e.g. `sound` or `highlight`. */
export interface PushTweak {
  readonly set_tweak: string
  readonly value?: JsonValue
}

/** What happens when a rule matches: `notify`, a tweak, or one of the historical words that are ignored. */
export type PushAction = string | PushTweak

/** One condition of a rule. Kinds that are not known never match. */
export interface PushCondition {
  readonly kind: string
  readonly key?: string
  readonly pattern?: string
  readonly is?: string
  readonly value?: JsonValue
}

/** One push rule. */
export interface PushRule {
  readonly rule_id: string
  readonly default: boolean
  readonly enabled: boolean
  readonly actions: readonly PushAction[]
  /** Kinds `override` and `underride` only. */
  readonly conditions?: readonly PushCondition[]
  /** Kind `content` only. */
  readonly pattern?: string
}

/** All rules of one user, most important first within each kind. */
export type PushRuleset = { readonly [Kind in PushKind]: readonly PushRule[] }

/** The part of an event that push rules name themselves; conditions may look at any other property of it. */
export interface PushEvent {
  readonly type: string
  readonly sender: string
  readonly content: JsonObject
  readonly room_id?: string
  readonly state_key?: string
}
