// GET /_matrix/client/v3/rooms/{roomId}/state
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidstate
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows the state of a room. */
export const getRoomState = endpoint({
  operation: 'getRoomState',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/state',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidstate',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  response: Type.Array(Type.Unknown()),
})
