// PUT /_matrix/client/v1/admin/lock/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv1adminlockuserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets whether an account is locked. */
export const setAdminLockUser = endpoint({
  operation: 'setAdminLockUser',
  method: 'PUT',
  path: '/_matrix/client/v1/admin/lock/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv1adminlockuserid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ locked: Type.Boolean() }),
  response: Type.Object({ locked: Type.Boolean() }),
})
