// POST /_synapse/admin/v1/users/{userId}/override_ratelimit
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Gives a user limits of their own; 0 is none. */
export const adminSetRateOverride = endpoint({
  operation: 'adminSetRateOverride',
  method: 'POST',
  path: '/_synapse/admin/v1/users/{userId}/override_ratelimit',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    messages_per_second: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    burst_count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  }),
  response: Type.Object({
    messages_per_second: Type.Optional(Type.Integer()),
    burst_count: Type.Optional(Type.Integer()),
  }),
})
