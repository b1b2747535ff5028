// What the desk works out behind the requests says of how far it is. docs/api/desk.md
import { Type } from 'typebox'

/** Where such work stands. It is done one after the other, in the order of asking. */
export const jobState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('running'),
  Type.Literal('done'),
  /** `failure` says why. */
  Type.Literal('failed'),
  Type.Literal('cancelled'),
])

/** How far it is, and when it was done. */
export const jobHead = {
  state: jobState,
  /** From 0 to 1. */
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  /** When it was done; null: it is not. */
  made_at_ms: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
}
