// POST /_matrix/client/v3/account/password
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Sets a new password and, unless told not to, ends the other devices. Interactive authentication. */
export const changePassword = endpoint({
  operation: 'changePassword',
  method: 'POST',
  path: '/_matrix/client/v3/account/password',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword',
  auth: 'optional',
  rate: 'login',
  reveals: [],
  body: Type.Object({
    // Missing only where the call continues an authentication whose first call had it.
    new_password: Type.Optional(Type.String({ maxLength: 512 })),
    logout_devices: Type.Optional(Type.Boolean()),
    auth: Type.Optional(AuthData),
  }),
  response: Type.Object({}),
})
