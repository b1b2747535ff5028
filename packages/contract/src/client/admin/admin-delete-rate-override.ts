// DELETE /_synapse/admin/v1/users/{userId}/override_ratelimit
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes a user's own limits away. */
export const adminDeleteRateOverride = endpoint({
  operation: 'adminDeleteRateOverride',
  method: 'DELETE',
  path: '/_synapse/admin/v1/users/{userId}/override_ratelimit',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
