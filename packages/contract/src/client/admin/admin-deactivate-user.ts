// POST /_synapse/admin/v1/deactivate/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Closes an account for good. */
export const adminDeactivateUser = endpoint({
  operation: 'adminDeactivateUser',
  method: 'POST',
  path: '/_synapse/admin/v1/deactivate/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ erase: Type.Optional(Type.Boolean()) }),
  response: Type.Object({ id_server_unbind_result: Type.Literal('success') }),
})
