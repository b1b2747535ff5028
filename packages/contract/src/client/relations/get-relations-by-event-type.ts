// GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventidreltypeeventtype
import { endpoint } from '../../endpoint.ts'
import { relationsQuery, relationsResponse } from './shapes.ts'

/** Shows the events of one type that relate to an event in one way. */
export const getRelationsByEventType = endpoint({
  operation: 'getRelatingEventsWithRelTypeAndEventType',
  method: 'GET',
  path: '/_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidrelationseventidreltypeeventtype',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  query: relationsQuery,
  response: relationsResponse,
})
