// DELETE /_synapse/admin/v1/registration_tokens/{token}
// https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes a registration token. */
export const adminDeleteRegistrationToken = endpoint({
  operation: 'adminDeleteRegistrationToken',
  method: 'DELETE',
  path: '/_synapse/admin/v1/registration_tokens/{token}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
