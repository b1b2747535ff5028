// POST /_synapse/admin/v2/users/{userId}/delete_devices
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends several devices of a user. */
export const adminDeleteDevices = endpoint({
  operation: 'adminDeleteDevices',
  method: 'POST',
  path: '/_synapse/admin/v2/users/{userId}/delete_devices',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ devices: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 1000 }) }),
  response: Type.Object({}),
})
