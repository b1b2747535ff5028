// GET /_synapse/admin/v2/users/{userId}/devices
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deviceShape } from './shapes.ts'

/** The devices of a user. */
export const adminListDevices = endpoint({
  operation: 'adminListDevices',
  method: 'GET',
  path: '/_synapse/admin/v2/users/{userId}/devices',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({ devices: Type.Array(deviceShape), total: Type.Integer() }),
})
