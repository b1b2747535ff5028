// PUT /_synapse/admin/v1/suspend/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets whether an account is suspended. */
export const adminSuspendUser = endpoint({
  operation: 'adminSuspendUser',
  method: 'PUT',
  path: '/_synapse/admin/v1/suspend/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ suspend: Type.Boolean() }),
  response: Type.Record(Type.String(), Type.Boolean()),
})
