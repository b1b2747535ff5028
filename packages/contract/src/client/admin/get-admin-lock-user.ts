// GET /_matrix/client/v1/admin/lock/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1adminlockuserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether an account is locked. */
export const getAdminLockUser = endpoint({
  operation: 'getAdminLockUser',
  method: 'GET',
  path: '/_matrix/client/v1/admin/lock/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1adminlockuserid',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ locked: Type.Boolean() }),
})
