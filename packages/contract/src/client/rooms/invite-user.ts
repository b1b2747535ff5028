// POST /_matrix/client/v3/rooms/{roomId}/invite
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidinvite
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Invites a user. */
export const inviteUser = endpoint({
  operation: 'inviteUser',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/invite',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidinvite',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    user_id: Type.Optional(Type.String({ maxLength: 255 })),
    reason: Type.Optional(Type.String({ maxLength: 4096 })),
    // An invitation by address (`inviteBy3PID`) comes the same way.
    medium: Type.Optional(Type.String({ maxLength: 255 })),
    address: Type.Optional(Type.String({ maxLength: 1024 })),
  }),
  response: Type.Object({}),
})
