// POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}
// https://github.com/matrix-org/matrix-spec-proposals/pull/4140
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sends, cancels or restarts a scheduled event; whoever knows its id may, as an SFU does for those it serves. */
export const manageDelayedEvent = endpoint({
  operation: 'manageDelayedEvent',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/4140',
  auth: 'optional',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
