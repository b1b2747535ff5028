// GET /_synapse/admin/v1/whois/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { endpoint } from '../../endpoint.ts'
import { whoIsShape } from './shapes.ts'

/** When and from where the devices of an account were last heard of. */
export const adminWhoIs = endpoint({
  operation: 'adminWhoIs',
  method: 'GET',
  path: '/_synapse/admin/v1/whois/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: whoIsShape,
})
