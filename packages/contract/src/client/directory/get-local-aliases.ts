// GET /_matrix/client/v3/rooms/{roomId}/aliases
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidaliases
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Lists the aliases of a room. */
export const getLocalAliases = endpoint({
  operation: 'getLocalAliases',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/aliases',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidaliases',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ aliases: Type.Array(Type.String()) }),
})
