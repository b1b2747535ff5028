// GET /_synapse/admin/v2/users/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { endpoint } from '../../endpoint.ts'
import { accountShape } from './shapes.ts'

/** One account. */
export const adminGetUser = endpoint({
  operation: 'adminGetUser',
  method: 'GET',
  path: '/_synapse/admin/v2/users/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: accountShape,
})
