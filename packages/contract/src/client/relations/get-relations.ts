// GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventid
import { endpoint } from '../../endpoint.ts'
import { relationsQuery, relationsResponse } from './shapes.ts'

/** Shows what relates to an event. */
export const getRelations = endpoint({
  operation: 'getRelatingEvents',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/relations/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventid',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: relationsQuery,
  response: relationsResponse,
})
