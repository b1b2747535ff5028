// GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidaccount_datatype
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Account data of the caller about one room. */
export const getAccountDataPerRoom = endpoint({
  operation: 'getAccountDataPerRoom',
  method: 'GET',
  path: '/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidaccount_datatype',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({}),
})
