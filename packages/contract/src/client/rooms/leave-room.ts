// POST /_matrix/client/v3/rooms/{roomId}/leave
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidleave
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Leaves a room or declines an invitation. */
export const leaveRoom = endpoint({
  operation: 'leaveRoom',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/leave',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidleave',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
