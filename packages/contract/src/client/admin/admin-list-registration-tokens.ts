// GET /_synapse/admin/v1/registration_tokens
// https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { registrationTokenShape } from './shapes.ts'

/** The registration tokens. */
export const adminListRegistrationTokens = endpoint({
  operation: 'adminListRegistrationTokens',
  method: 'GET',
  path: '/_synapse/admin/v1/registration_tokens',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  query: Type.Object({ valid: Type.Optional(Type.Boolean()) }),
  response: Type.Object({ registration_tokens: Type.Array(registrationTokenShape) }),
})
