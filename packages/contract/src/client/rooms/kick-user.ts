// POST /_matrix/client/v3/rooms/{roomId}/kick
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidkick
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes a member. */
export const kickUser = endpoint({
  operation: 'kick',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/kick',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidkick',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ user_id: Type.String({ maxLength: 255 }), reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
