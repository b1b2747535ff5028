// DELETE /_matrix/client/v3/directory/room/{roomAlias}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3directoryroomroomalias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes an alias. */
export const deleteRoomAlias = endpoint({
  operation: 'deleteRoomAlias',
  method: 'DELETE',
  path: '/_matrix/client/v3/directory/room/{roomAlias}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3directoryroomroomalias',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
