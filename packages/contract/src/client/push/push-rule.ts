// The shapes of push rules. https://spec.matrix.org/v1.19/client-server-api/#push-rules
import { Type } from 'typebox'

/** What a rule does: `notify`, or an object that sets a tweak. Read in detail by the core. */
export const pushAction = Type.Union([Type.String(), Type.Object({})])

/** One condition of a rule. Read in detail by the core. */
export const pushCondition = Type.Object({ kind: Type.String() })

/** One push rule. */
export const pushRule = Type.Object({
  rule_id: Type.String(),
  default: Type.Boolean(),
  enabled: Type.Boolean(),
  actions: Type.Array(pushAction),
  conditions: Type.Optional(Type.Array(pushCondition)),
  pattern: Type.Optional(Type.String()),
})

/** The rules of one user, most important first within each kind. */
export const pushRuleset = Type.Object({
  override: Type.Array(pushRule),
  content: Type.Array(pushRule),
  room: Type.Array(pushRule),
  sender: Type.Array(pushRule),
  underride: Type.Array(pushRule),
})
