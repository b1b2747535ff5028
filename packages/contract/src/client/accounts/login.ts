// POST /_matrix/client/v3/login
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { UserIdentifier } from '../../interactive-auth.ts'

/** Signs a device in by password or by a login token. */
export const login = endpoint({
  operation: 'login',
  method: 'POST',
  path: '/_matrix/client/v3/login',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login',
  auth: 'none',
  rate: 'login',
  reveals: [],
  body: Type.Object({
    type: Type.String({ maxLength: 255 }),
    identifier: Type.Optional(UserIdentifier),
    /** Deprecated in favour of `identifier`. */
    user: Type.Optional(Type.String({ maxLength: 512 })),
    password: Type.Optional(Type.String({ maxLength: 512 })),
    token: Type.Optional(Type.String({ maxLength: 512 })),
    device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    initial_device_display_name: Type.Optional(Type.String({ maxLength: 255 })),
    refresh_token: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    user_id: Type.String(),
    access_token: Type.String(),
    device_id: Type.String(),
    refresh_token: Type.Optional(Type.String()),
    expires_in_ms: Type.Optional(Type.Integer()),
    home_server: Type.Optional(Type.String()),
  }),
})
