// GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}
// https://github.com/matrix-org/matrix-spec-proposals/pull/4140
import { endpoint } from '../../endpoint.ts'
import { DelayedEvent } from './shapes.ts'

/** One event that the caller has scheduled. */
export const getDelayedEvent = endpoint({
  operation: 'getDelayedEvent',
  method: 'GET',
  path: '/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/4140',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  response: DelayedEvent,
})
