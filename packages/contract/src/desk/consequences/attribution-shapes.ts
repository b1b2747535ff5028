// Shapes of leak attribution. docs/api/desk.md
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { jobHead } from '../job-shapes.ts'

const count = Type.Integer({ minimum: 0 })
const textOrNull = Type.Union([Type.String(), Type.Null()])

/** Why one failed: what was named stands at too many places to say who has leaked it; there are too many messages to look through; the log says. */
export const attributionFailure = Type.Union([Type.Literal('too_many_places'), Type.Literal('too_many_messages'), Type.Literal('broken')])

/** Why one failed. */
export type AttributionFailure = Static<typeof attributionFailure>

/** What every attribution says of itself. */
export const attributionHead = {
  request_id: Type.Integer(),
  ...jobHead,
  /** What was asked for, in words, and why. */
  target: Type.String(),
  reason: Type.String(),
  case_id: Type.Union([Type.Integer(), Type.Null()]),
  asked_by: Type.String(),
  asked_at_ms: count,
  decided_by: textOrNull,
}

/** Who was shown what has leaked. */
export const attributionFound = Type.Object({
  targets: Type.Array(
    Type.Object({
      event_id: textOrNull,
      mxc: textOrNull,
      /** How many sessions were shown it. */
      readers: count,
    }),
  ),
  /** Rooms with a time at which nothing was written, and how many of the texts stand nowhere. */
  missing: Type.Array(Type.String()),
  missing_texts: count,
  /** How many sessions have read anything in that time, some of it, all of it. */
  sessions: Type.Object({ any: count, some: count, all: count }),
  /** More sessions than can be told apart: some are missing. */
  is_cut: Type.Boolean(),
  /** Whether the record is whole; where it is not, somebody may be missing. */
  is_whole: Type.Boolean(),
  /** Those that were shown most of it first. */
  ranked: Type.Array(
    Type.Object({
      user_id: Type.String(),
      display_name: textOrNull,
      device_id: textOrNull,
      device_name: textOrNull,
      /** How many of the targets. */
      covered: count,
      /** Of those, how many only by a row that does not name each event. */
      vague: count,
      /** How many of the targets the account has itself written. */
      wrote: count,
      /** How many rows of the record the session has in that time. */
      reads: count,
      first_at_ms: count,
      last_at_ms: count,
      addresses: Type.Array(Type.String()),
    }),
  ),
})
