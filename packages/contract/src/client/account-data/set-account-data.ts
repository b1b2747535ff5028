// PUT /_matrix/client/v3/user/{userId}/account_data/{type}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridaccount_datatype
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Stores account data of the caller: settings that all of their devices share. */
export const setAccountData = endpoint({
  operation: 'setAccountData',
  method: 'PUT',
  path: '/_matrix/client/v3/user/{userId}/account_data/{type}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridaccount_datatype',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
