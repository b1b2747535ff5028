// GET /_synapse/admin/v1/registration_tokens/{token}
// https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html
// docs/api/synapse-admin.md
import { endpoint } from '../../endpoint.ts'
import { registrationTokenShape } from './shapes.ts'

/** One registration token. */
export const adminGetRegistrationToken = endpoint({
  operation: 'adminGetRegistrationToken',
  method: 'GET',
  path: '/_synapse/admin/v1/registration_tokens/{token}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/../usage/administration/admin_api/registration_tokens.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: registrationTokenShape,
})
