// PUT /_synapse/admin/v1/registration_tokens/{token}
// https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { registrationTokenShape } from './shapes.ts'

/** Changes the bounds of a registration token. */
export const adminUpdateRegistrationToken = endpoint({
  operation: 'adminUpdateRegistrationToken',
  method: 'PUT',
  path: '/_synapse/admin/v1/registration_tokens/{token}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    uses_allowed: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Type.Null()])),
    expiry_time: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 10_000_000_000_000 }), Type.Null()])),
  }),
  response: registrationTokenShape,
})
