// GET /_matrix/client/v3/rooms/{roomId}/joined_members
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidjoined_members
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows who is joined to a room. */
export const getJoinedMembers = endpoint({
  operation: 'getJoinedMembersByRoom',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/joined_members',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidjoined_members',
  auth: 'token',
  rate: 'read',
  reveals: ['events', 'people'],
  response: Type.Object({ joined: Type.Record(Type.String(), Type.Unknown()) }),
})
