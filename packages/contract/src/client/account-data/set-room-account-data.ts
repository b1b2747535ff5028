// PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidaccount_datatype
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Stores account data of the caller about one room. */
export const setAccountDataPerRoom = endpoint({
  operation: 'setAccountDataPerRoom',
  method: 'PUT',
  path: '/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidaccount_datatype',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
