// GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidtags
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The tags that the caller has put on a room. */
export const getRoomTags = endpoint({
  operation: 'getRoomTags',
  method: 'GET',
  path: '/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidtags',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ tags: Type.Record(Type.String(), Type.Unknown()) }),
})
