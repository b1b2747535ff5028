// POST /_synapse/admin/v1/reset_password/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets an account's password. */
export const adminResetPassword = endpoint({
  operation: 'adminResetPassword',
  method: 'POST',
  path: '/_synapse/admin/v1/reset_password/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ new_password: Type.String({ maxLength: 512 }), logout_devices: Type.Optional(Type.Boolean()) }),
  response: Type.Object({}),
})
