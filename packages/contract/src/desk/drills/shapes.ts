// Shapes of drills. docs/api/desk.md
import { Type } from 'typebox'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const numberOrNull = Type.Union([Type.Integer(), Type.Null()])
const count = Type.Integer({ minimum: 0 })

/** Where a drill stands. */
export const drillState = Type.Union([
  /** The intruder comes at a moment that nobody is told. */
  Type.Literal('waiting'),
  /** Accounts and rooms are being made. */
  Type.Literal('staging'),
  /** The intruder reads. */
  Type.Literal('playing'),
  /** The intruder is gone: stopped, or done. */
  Type.Literal('played'),
  /** What was made for it is being taken away. */
  Type.Literal('ending'),
  Type.Literal('ended'),
])

/** How it ended: as it should; before the intruder came; because something real came between; because the server was started anew or failed. */
export const drillOutcome = Type.Union([
  Type.Literal('done'),
  Type.Literal('called_off'),
  Type.Literal('real_incident'),
  Type.Literal('interrupted'),
  Type.Literal('failed'),
])

/** How the report stands to the truth: the same; it names more (recorded, and stopped on its way); it misses something. */
export const drillVerdict = Type.Union([Type.Literal('exact'), Type.Literal('more'), Type.Literal('missing')])

/** What came of a drill: how its report stands to the truth, or that it was cut while the intruder read, so that the truth is part of it. */
export const drillResult = Type.Union([Type.Literal('exact'), Type.Literal('more'), Type.Literal('missing'), Type.Literal('interrupted')])

/** What a team does, in the order in which it should. */
export const drillStep = Type.Union([
  Type.Literal('intruder'),
  Type.Literal('alert'),
  Type.Literal('seen'),
  Type.Literal('contained'),
  Type.Literal('last_byte'),
  Type.Literal('ordered'),
  Type.Literal('ready'),
  Type.Literal('compared'),
  Type.Literal('draft'),
  Type.Literal('ended'),
])

/** A drill. */
export const deskDrill = Type.Object({
  drill_id: Type.Integer(),
  label: Type.String(),
  note: Type.String(),
  state: drillState,
  outcome: Type.Union([drillOutcome, Type.Null()]),
  begun_by: Type.String(),
  begun_at_ms: Type.Integer(),
  /** Until when the intruder comes; the moment itself is told nobody before. */
  window_ends_at_ms: Type.Integer(),
  /** When it ends by itself; null: the intruder has not come yet. */
  ends_at_ms: numberOrNull,
  ended_by: textOrNull,
  /** The account that the intruder has, and from where it comes; null: not yet. */
  user_id: textOrNull,
  addresses: Type.Array(Type.String()),
  alert_id: numberOrNull,
  case_id: numberOrNull,
  report_id: numberOrNull,
  /** Each step with when it was done, and by whom where somebody did it. */
  steps: Type.Array(Type.Object({ step: drillStep, at_ms: numberOrNull, by: textOrNull })),
  /** What the intruder was shown, noted where it arrived. */
  shown: Type.Object({ rooms: count, events: count, files: count, people: count, bytes: count }),
  verdict: Type.Union([drillResult, Type.Null()]),
  /** Going on has failed so often, and is tried again then; null: nobody tries again until somebody ends the drill. */
  trouble: Type.Union([Type.Object({ tries: count, next_try_at_ms: numberOrNull }), Type.Null()]),
})

/** One thing held against the truth. */
export const drillCompared = Type.Object({
  kind: Type.Union([Type.Literal('room'), Type.Literal('file'), Type.Literal('person')]),
  id: Type.String(),
  name: textOrNull,
  /** Events of a room, bytes of a file; of a person 1. */
  shown: count,
  reported: count,
  verdict: drillVerdict,
})
