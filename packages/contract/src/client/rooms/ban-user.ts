// POST /_matrix/client/v3/rooms/{roomId}/ban
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidban
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Bans a user. */
export const banUser = endpoint({
  operation: 'ban',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/ban',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidban',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ user_id: Type.String({ maxLength: 255 }), reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
