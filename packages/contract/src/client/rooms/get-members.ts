// GET /_matrix/client/v3/rooms/{roomId}/members
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidmembers
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const MEMBERSHIP = Type.Union([
  Type.Literal('join'),
  Type.Literal('invite'),
  Type.Literal('knock'),
  Type.Literal('leave'),
  Type.Literal('ban'),
])

/** Shows the member events of a room. */
export const getMembers = endpoint({
  operation: 'getMembersByRoom',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/members',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidmembers',
  auth: 'guest',
  rate: 'read',
  reveals: ['events', 'people'],
  query: Type.Object({
    at: Type.Optional(Type.String({ maxLength: 2048 })),
    membership: Type.Optional(MEMBERSHIP),
    not_membership: Type.Optional(MEMBERSHIP),
  }),
  response: Type.Object({ chunk: Type.Array(Type.Unknown()) }),
})
