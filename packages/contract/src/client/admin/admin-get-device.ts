// GET /_synapse/admin/v2/users/{userId}/devices/{deviceId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { endpoint } from '../../endpoint.ts'
import { deviceShape } from './shapes.ts'

/** One device of a user. */
export const adminGetDevice = endpoint({
  operation: 'adminGetDevice',
  method: 'GET',
  path: '/_synapse/admin/v2/users/{userId}/devices/{deviceId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: deviceShape,
})
