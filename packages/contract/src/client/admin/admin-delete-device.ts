// DELETE /_synapse/admin/v2/users/{userId}/devices/{deviceId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends a device of a user. */
export const adminDeleteDevice = endpoint({
  operation: 'adminDeleteDevice',
  method: 'DELETE',
  path: '/_synapse/admin/v2/users/{userId}/devices/{deviceId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
