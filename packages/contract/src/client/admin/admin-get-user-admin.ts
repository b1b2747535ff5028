// GET /_synapse/admin/v1/users/{userId}/admin
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether an account is an administrator. */
export const adminGetUserAdmin = endpoint({
  operation: 'adminGetUserAdmin',
  method: 'GET',
  path: '/_synapse/admin/v1/users/{userId}/admin',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ admin: Type.Boolean() }),
})
