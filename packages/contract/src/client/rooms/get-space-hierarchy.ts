// GET /_matrix/client/v1/rooms/{roomId}/hierarchy
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows the rooms of a space, and of the spaces in it. */
export const getSpaceHierarchy = endpoint({
  operation: 'getSpaceHierarchy',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/hierarchy',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy',
  auth: 'token',
  rate: 'search',
  reveals: ['events'],
  query: Type.Object({
    suggested_only: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
    max_depth: Type.Optional(Type.Integer({ minimum: 0 })),
    from: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({ rooms: Type.Array(Type.Unknown()), next_batch: Type.Optional(Type.String()) }),
})
