// GET /_matrix/client/v3/events
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Listens to all rooms (deprecated), or with `room_id` to one that need not be joined (the specification's `peekEvents`). */
export const getEvents = endpoint({
  operation: 'getEvents',
  method: 'GET',
  path: '/_matrix/client/v3/events',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events',
  auth: 'guest',
  rate: 'sync',
  reveals: ['events'],
  query: Type.Object({
    from: Type.Optional(Type.String({ maxLength: 2048 })),
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    room_id: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({ start: Type.String(), end: Type.String(), chunk: Type.Array(Type.Unknown()) }),
})
