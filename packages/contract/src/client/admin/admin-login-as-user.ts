// POST /_synapse/admin/v1/users/{userId}/login
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Signs in as a user, without their knowing. */
export const adminLoginAsUser = endpoint({
  operation: 'adminLoginAsUser',
  method: 'POST',
  path: '/_synapse/admin/v1/users/{userId}/login',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ valid_until_ms: Type.Optional(Type.Integer()) }),
  response: Type.Object({ access_token: Type.String() }),
})
