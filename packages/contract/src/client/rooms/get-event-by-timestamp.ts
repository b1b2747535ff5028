// GET /_matrix/client/v1/rooms/{roomId}/timestamp_to_event
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Names the event closest to a time. */
export const getEventByTimestamp = endpoint({
  operation: 'getEventByTimestamp',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/timestamp_to_event',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({ ts: Type.Integer(), dir: Type.Union([Type.Literal('f'), Type.Literal('b')]) }),
  response: Type.Object({ event_id: Type.String(), origin_server_ts: Type.Integer() }),
})
