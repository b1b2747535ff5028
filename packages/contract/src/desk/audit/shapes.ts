// Shapes of what was noticed and tried. docs/api/desk.md
import { Type } from 'typebox'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const numberOrNull = Type.Union([Type.Integer(), Type.Null()])

/** An alert. */
export const deskAlert = Type.Object({
  alert_id: Type.Integer(),
  at_ms: Type.Integer(),
  kind: Type.String(),
  user_id: textOrNull,
  /** It belongs to a drill: nobody real is concerned. */
  is_exercise: Type.Boolean(),
  /** Empty where no device is known. */
  device_id: Type.String(),
  /** Ids and counts. */
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** Who has looked at it; null: nobody yet. */
  handled_by: textOrNull,
  handled_at_ms: numberOrNull,
  case_id: numberOrNull,
})

/** An act, or an attempt at one. */
export const deskAction = Type.Object({
  action_id: Type.Integer(),
  at_ms: Type.Integer(),
  operation: Type.String(),
  way: Type.String(),
  user_id: textOrNull,
  ip: Type.String(),
  target: Type.String(),
  reason: Type.String(),
  case_id: numberOrNull,
  request_id: numberOrNull,
  is_break_glass: Type.Boolean(),
  /** `done`, `asked`, or the code of the refusal; null: nothing remains of it. */
  outcome: textOrNull,
  /** Who has looked at it afterwards, where one person did what takes two; null: nobody. */
  reviewed_by: textOrNull,
  reviewed_at_ms: numberOrNull,
})
