// PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidtypinguserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Says that somebody types, or no longer does. */
export const setTyping = endpoint({
  operation: 'setTyping',
  method: 'PUT',
  path: '/_matrix/client/v3/rooms/{roomId}/typing/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidtypinguserid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ typing: Type.Boolean(), timeout: Type.Optional(Type.Integer({ minimum: 0 })) }),
  response: Type.Object({}),
})
