// POST /_matrix/client/v3/rooms/{roomId}/forget
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidforget
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Forgets a room that was left. */
export const forgetRoom = endpoint({
  operation: 'forgetRoom',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/forget',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidforget',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
