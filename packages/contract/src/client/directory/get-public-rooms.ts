// GET /_matrix/client/v3/publicRooms
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3publicrooms
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows a page of the published directory. */
export const getPublicRooms = endpoint({
  operation: 'getPublicRooms',
  method: 'GET',
  path: '/_matrix/client/v3/publicRooms',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3publicrooms',
  auth: 'optional',
  rate: 'search',
  reveals: ['events'],
  query: Type.Object({
    limit: Type.Optional(Type.Integer()),
    since: Type.Optional(Type.String({ maxLength: 255 })),
    server: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({
    chunk: Type.Array(Type.Unknown()),
    next_batch: Type.Optional(Type.String()),
    prev_batch: Type.Optional(Type.String()),
    total_room_count_estimate: Type.Optional(Type.Integer()),
  }),
})
