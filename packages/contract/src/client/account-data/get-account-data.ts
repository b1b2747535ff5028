// GET /_matrix/client/v3/user/{userId}/account_data/{type}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridaccount_datatype
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Account data of the caller. */
export const getAccountData = endpoint({
  operation: 'getAccountData',
  method: 'GET',
  path: '/_matrix/client/v3/user/{userId}/account_data/{type}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridaccount_datatype',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  response: Type.Object({}),
})
