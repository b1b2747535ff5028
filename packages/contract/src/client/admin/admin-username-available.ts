// GET /_synapse/admin/v1/username_available
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether a user name is free, also where registration is closed. */
export const adminUsernameAvailable = endpoint({
  operation: 'adminUsernameAvailable',
  method: 'GET',
  path: '/_synapse/admin/v1/username_available',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  query: Type.Object({ username: Type.String({ maxLength: 512 }) }),
  response: Type.Object({ available: Type.Boolean() }),
})
