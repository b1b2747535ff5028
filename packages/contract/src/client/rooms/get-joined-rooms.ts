// GET /_matrix/client/v3/joined_rooms
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3joined_rooms
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The rooms the caller is joined to. */
export const getJoinedRooms = endpoint({
  operation: 'getJoinedRooms',
  method: 'GET',
  path: '/_matrix/client/v3/joined_rooms',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3joined_rooms',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ joined_rooms: Type.Array(Type.String()) }),
})
