// GET /_matrix/client/v3/rooms/{roomId}/context/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidcontexteventid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows an event and what stands around it. */
export const getEventContext = endpoint({
  operation: 'getEventContext',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/context/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomidcontexteventid',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 0 })),
    filter: Type.Optional(Type.String({ maxLength: 65_536 })),
  }),
  response: Type.Object({
    start: Type.String(),
    end: Type.String(),
    event: Type.Unknown(),
    events_before: Type.Array(Type.Unknown()),
    events_after: Type.Array(Type.Unknown()),
    state: Type.Array(Type.Unknown()),
  }),
})
