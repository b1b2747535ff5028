// GET /_synapse/admin/v1/users/{userId}/override_ratelimit
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The limits of their own that a user has. */
export const adminGetRateOverride = endpoint({
  operation: 'adminGetRateOverride',
  method: 'GET',
  path: '/_synapse/admin/v1/users/{userId}/override_ratelimit',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    messages_per_second: Type.Optional(Type.Integer()),
    burst_count: Type.Optional(Type.Integer()),
  }),
})
