// POST /_matrix/client/v3/register
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Makes an account and, unless told not to, signs its first device in. Interactive authentication, except for guests. */
export const register = endpoint({
  operation: 'register',
  method: 'POST',
  path: '/_matrix/client/v3/register',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  query: Type.Object({ kind: Type.Optional(Type.Union([Type.Literal('user'), Type.Literal('guest')])) }),
  body: Type.Object({
    /** `m.login.application_service`: the token of the request is an application service's. */
    type: Type.Optional(Type.String({ maxLength: 255 })),
    auth: Type.Optional(AuthData),
    username: Type.Optional(Type.String({ maxLength: 512 })),
    password: Type.Optional(Type.String({ maxLength: 512 })),
    device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    initial_device_display_name: Type.Optional(Type.String({ maxLength: 255 })),
    inhibit_login: Type.Optional(Type.Boolean()),
    refresh_token: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    user_id: Type.String(),
    access_token: Type.Optional(Type.String()),
    device_id: Type.Optional(Type.String()),
    refresh_token: Type.Optional(Type.String()),
    expires_in_ms: Type.Optional(Type.Integer()),
    home_server: Type.Optional(Type.String()),
  }),
})
