// PUT /_synapse/admin/v2/users/{userId}/devices/{deviceId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Renames a device of a user. */
export const adminUpdateDevice = endpoint({
  operation: 'adminUpdateDevice',
  method: 'PUT',
  path: '/_synapse/admin/v2/users/{userId}/devices/{deviceId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ display_name: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: Type.Object({}),
})
