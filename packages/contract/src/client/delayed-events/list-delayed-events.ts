// GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events
// https://github.com/matrix-org/matrix-spec-proposals/pull/4140
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { DelayedEvent, FinalisedEvent } from './shapes.ts'

/** What the caller has scheduled, and what became of it. */
export const listDelayedEvents = endpoint({
  operation: 'getDelayedEvents',
  method: 'GET',
  path: '/_matrix/client/unstable/org.matrix.msc4140/delayed_events',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/4140',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    status: Type.Optional(Type.Union([Type.Literal('scheduled'), Type.Literal('finalised')])),
    delay_id: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
    from: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: Type.Object({
    delayed_events: Type.Array(DelayedEvent),
    scheduled: Type.Optional(Type.Array(DelayedEvent)),
    finalised: Type.Optional(Type.Array(FinalisedEvent)),
    next_batch: Type.Optional(Type.String()),
  }),
})
