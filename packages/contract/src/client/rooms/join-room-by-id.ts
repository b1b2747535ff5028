// POST /_matrix/client/v3/rooms/{roomId}/join
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidjoin
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Joins a room by id. */
export const joinRoomById = endpoint({
  operation: 'joinRoomById',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/join',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidjoin',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({ room_id: Type.String() }),
})
