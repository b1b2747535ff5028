// GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidstateeventtypestatekey
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows one state event. */
export const getRoomStateEvent = endpoint({
  operation: 'getRoomStateWithKey',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidstateeventtypestatekey',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({ format: Type.Optional(Type.Union([Type.Literal('content'), Type.Literal('event')])) }),
  response: Type.Unknown(),
})
