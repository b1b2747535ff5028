// PUT /_synapse/admin/v2/users/{userId}
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountShape } from './shapes.ts'

/** Makes an account, or changes what is given of it. */
export const adminPutUser = endpoint({
  operation: 'adminPutUser',
  method: 'PUT',
  path: '/_synapse/admin/v2/users/{userId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: ['people'],
  body: Type.Object({
    password: Type.Optional(Type.Union([Type.String({ maxLength: 512 }), Type.Null()])),
    logout_devices: Type.Optional(Type.Boolean()),
    displayname: Type.Optional(Type.Union([Type.String({ maxLength: 255 }), Type.Null()])),
    avatar_url: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
    admin: Type.Optional(Type.Boolean()),
    deactivated: Type.Optional(Type.Boolean()),
    locked: Type.Optional(Type.Boolean()),
    suspended: Type.Optional(Type.Boolean()),
  }),
  response: accountShape,
})
