// GET /_matrix/client/v1/admin/suspend/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1adminsuspenduserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether an account is suspended. */
export const getAdminSuspendUser = endpoint({
  operation: 'getAdminSuspendUser',
  method: 'GET',
  path: '/_matrix/client/v1/admin/suspend/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1adminsuspenduserid',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ suspended: Type.Boolean() }),
})
