// POST /_matrix/client/v3/rooms/{roomId}/upgrade
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidupgrade
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Replaces a room by one of another version. */
export const upgradeRoom = endpoint({
  operation: 'upgradeRoom',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/upgrade',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidupgrade',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    new_version: Type.String({ maxLength: 32 }),
    additional_creators: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
  }),
  response: Type.Object({ replacement_room: Type.String() }),
})
