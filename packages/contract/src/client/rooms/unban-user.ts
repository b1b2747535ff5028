// POST /_matrix/client/v3/rooms/{roomId}/unban
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidunban
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes a ban back. */
export const unbanUser = endpoint({
  operation: 'unban',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/unban',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidunban',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ user_id: Type.String({ maxLength: 255 }), reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
