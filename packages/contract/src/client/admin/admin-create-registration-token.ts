// POST /_synapse/admin/v1/registration_tokens/new
// https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { registrationTokenShape } from './shapes.ts'

/** Makes a registration token. */
export const adminCreateRegistrationToken = endpoint({
  operation: 'adminCreateRegistrationToken',
  method: 'POST',
  path: '/_synapse/admin/v1/registration_tokens/new',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    token: Type.Optional(Type.String({ maxLength: 64 })),
    length: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    uses_allowed: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Type.Null()])),
    expiry_time: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 10_000_000_000_000 }), Type.Null()])),
  }),
  response: registrationTokenShape,
})
