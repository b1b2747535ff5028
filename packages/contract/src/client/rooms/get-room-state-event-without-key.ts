// GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidstateeventtypestatekey
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows the state event of a type whose key is empty. */
export const getRoomStateEventWithoutKey = endpoint({
  operation: 'getRoomStateWithoutKey',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidstateeventtypestatekey',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({ format: Type.Optional(Type.Union([Type.Literal('content'), Type.Literal('event')])) }),
  response: Type.Unknown(),
})
