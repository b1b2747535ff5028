// POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}
// https://github.com/matrix-org/matrix-spec-proposals/pull/4140
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The same with the action in the body, as older clients have it. */
export const updateDelayedEvent = endpoint({
  operation: 'updateDelayedEvent',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/4140',
  auth: 'optional',
  rate: 'write',
  reveals: [],
  body: Type.Object({ action: Type.String({ maxLength: 32 }) }),
  response: Type.Object({}),
})
