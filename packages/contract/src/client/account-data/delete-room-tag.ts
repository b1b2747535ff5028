// DELETE /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3useruseridroomsroomidtagstag
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes a tag off a room. */
export const deleteRoomTag = endpoint({
  operation: 'deleteRoomTag',
  method: 'DELETE',
  path: '/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3useruseridroomsroomidtagstag',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
