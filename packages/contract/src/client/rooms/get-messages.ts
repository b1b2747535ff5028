// GET /_matrix/client/v3/rooms/{roomId}/messages
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidmessages
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows a page of history. */
export const getMessages = endpoint({
  operation: 'getRoomEvents',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/messages',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidmessages',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({
    dir: Type.Union([Type.Literal('b'), Type.Literal('f')]),
    from: Type.Optional(Type.String({ maxLength: 2048 })),
    to: Type.Optional(Type.String({ maxLength: 2048 })),
    limit: Type.Optional(Type.Integer({ minimum: 0 })),
    filter: Type.Optional(Type.String({ maxLength: 65_536 })),
  }),
  response: Type.Object({
    start: Type.String(),
    end: Type.Optional(Type.String()),
    chunk: Type.Array(Type.Unknown()),
    state: Type.Optional(Type.Array(Type.Unknown())),
  }),
})
