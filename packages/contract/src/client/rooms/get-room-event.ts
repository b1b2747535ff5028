// GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomideventeventid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows one event. */
export const getRoomEvent = endpoint({
  operation: 'getOneRoomEvent',
  method: 'GET',
  path: '/_matrix/client/v3/rooms/{roomId}/event/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get__matrixclientv3roomsroomideventeventid',
  auth: 'guest',
  rate: 'read',
  reveals: ['events'],
  response: Type.Unknown(),
})
