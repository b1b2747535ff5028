// GET /_matrix/client/v1/rooms/{roomId}/threads
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows the threads of a room, those first in which something was said last. */
export const getThreads = endpoint({
  operation: 'getThreadRoots',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/threads',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({
    include: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('participated')])),
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
    from: Type.Optional(Type.String({ maxLength: 2048 })),
  }),
  response: Type.Object({ chunk: Type.Array(Type.Unknown()), next_batch: Type.Optional(Type.String()) }),
})
