// GET /_matrix/client/v3/rooms/{roomId}/initialSync
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidinitialsync
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows everything of one room. */
export const roomInitialSync = endpoint({
  operation: 'roomInitialSync',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/initialSync',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidinitialsync',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  response: Type.Object({
    room_id: Type.String(),
    membership: Type.Optional(Type.String()),
    messages: Type.Object({
      start: Type.Optional(Type.String()),
      end: Type.String(),
      chunk: Type.Array(Type.Unknown()),
    }),
    state: Type.Array(Type.Unknown()),
    visibility: Type.String(),
    account_data: Type.Array(Type.Unknown()),
  }),
})
