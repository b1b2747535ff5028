// GET /_matrix/client/v3/events/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3eventseventid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows one event by its id alone (deprecated). */
export const getOneEvent = endpoint({
  operation: 'getOneEvent',
  method: 'GET',
  path: '/_matrix/client/v3/events/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3eventseventid',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  response: Type.Unknown(),
})
