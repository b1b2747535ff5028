// PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidtagstag
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Puts a tag on a room. */
export const setRoomTag = endpoint({
  operation: 'setRoomTag',
  method: 'PUT',
  path: '/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidtagstag',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ order: Type.Optional(Type.Number()) }),
  response: Type.Object({}),
})
