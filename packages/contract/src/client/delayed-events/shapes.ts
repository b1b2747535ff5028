// Scheduled events as they are shown: in the words of today's proposal, and of the one before, which clients still read.
import { Type } from 'typebox'

/** A scheduled event, or one that was. */
export const DelayedEvent = Type.Object({
  delay_id: Type.String(),
  room_id: Type.String(),
  type: Type.String(),
  state_key: Type.Optional(Type.String()),
  delay: Type.Integer(),
  running_since: Type.Integer(),
  delay_ms: Type.Integer(),
  delayed_since_ts: Type.Integer(),
  content: Type.Object({}),
  event_id: Type.Optional(Type.String()),
  origin_server_ts: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.Object({})),
  finalised: Type.Optional(Type.Object({})),
})

/** What became of one. */
export const FinalisedEvent = Type.Object({
  delayed_event: DelayedEvent,
  outcome: Type.String(),
  reason: Type.String(),
  error: Type.Optional(Type.Object({})),
  event_id: Type.Optional(Type.String()),
  origin_server_ts: Type.Optional(Type.Integer()),
})
