// POST /_matrix/client/v3/rooms/{roomId}/report/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreporteventid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Reports an event of a room one is in. */
export const reportEvent = endpoint({
  operation: 'reportEvent',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/report/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreporteventid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    reason: Type.Optional(Type.String({ maxLength: 4096 })),
    score: Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })),
  }),
  response: Type.Object({}),
})
