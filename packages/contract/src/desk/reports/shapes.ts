// Shapes of reports at the desk. docs/api/desk.md
import { Type } from 'typebox'

/** How far the desk is with a report. */
export const reportState = Type.Union([Type.Literal('open'), Type.Literal('taken'), Type.Literal('done')])

/** A report. What was said in a room is not part of it. */
export const deskReport = Type.Object({
  report_id: Type.Integer(),
  /** `event`, `room`, `user`, `sign_in` or `tricked`. */
  kind: Type.String(),
  state: reportState,
  at_ms: Type.Integer(),
  reporter: Type.String(),
  choice: Type.Union([Type.String(), Type.Null()]),
  device_id: Type.Union([Type.String(), Type.Null()]),
  room_id: Type.Union([Type.String(), Type.Null()]),
  event_id: Type.Union([Type.String(), Type.Null()]),
  /** Whom it is about. */
  user_id: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  case_id: Type.Union([Type.Integer(), Type.Null()]),
  handled_by: Type.Union([Type.String(), Type.Null()]),
  handled_at_ms: Type.Union([Type.Integer(), Type.Null()]),
})
