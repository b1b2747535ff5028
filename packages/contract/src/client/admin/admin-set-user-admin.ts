// PUT /_synapse/admin/v1/users/{userId}/admin
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets whether an account is an administrator. */
export const adminSetUserAdmin = endpoint({
  operation: 'adminSetUserAdmin',
  method: 'PUT',
  path: '/_synapse/admin/v1/users/{userId}/admin',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ admin: Type.Boolean() }),
  response: Type.Object({}),
})
