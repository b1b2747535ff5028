// GET /_matrix/client/v3/directory/room/{roomAlias}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directoryroomroomalias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Finds the room of an alias. */
export const getRoomIdByAlias = endpoint({
  operation: 'getRoomIdByAlias',
  method: 'GET',
  path: '/_matrix/client/v3/directory/room/{roomAlias}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directoryroomroomalias',
  auth: 'optional',
  rate: 'read',
  reveals: [],
  response: Type.Object({ room_id: Type.String(), servers: Type.Array(Type.String()) }),
})
