// PUT /_matrix/client/v1/admin/suspend/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv1adminsuspenduserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets whether an account is suspended. */
export const setAdminSuspendUser = endpoint({
  operation: 'setAdminSuspendUser',
  method: 'PUT',
  path: '/_matrix/client/v1/admin/suspend/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv1adminsuspenduserid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ suspended: Type.Boolean() }),
  response: Type.Object({ suspended: Type.Boolean() }),
})
