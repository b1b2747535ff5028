// GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventidreltype
import { endpoint } from '../../endpoint.ts'
import { relationsQuery, relationsResponse } from './shapes.ts'

/** Shows what relates to an event in one way. */
export const getRelationsByType = endpoint({
  operation: 'getRelatingEventsWithRelType',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventidreltype',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: relationsQuery,
  response: relationsResponse,
})
