// GET /_synapse/admin/v2/users
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountShape } from './shapes.ts'

/** The accounts of the server. */
export const adminListUsers = endpoint({
  operation: 'adminListUsers',
  method: 'GET',
  path: '/_synapse/admin/v2/users',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  query: Type.Object({
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    user_id: Type.Optional(Type.String({ maxLength: 255 })),
    guests: Type.Optional(Type.Boolean()),
    deactivated: Type.Optional(Type.Boolean()),
    admins: Type.Optional(Type.Boolean()),
    locked: Type.Optional(Type.Boolean()),
    order_by: Type.Optional(Type.String({ maxLength: 64 })),
    dir: Type.Optional(Type.String({ maxLength: 1 })),
  }),
  response: Type.Object({
    users: Type.Array(accountShape),
    total: Type.Integer(),
    next_token: Type.Optional(Type.String()),
  }),
})
