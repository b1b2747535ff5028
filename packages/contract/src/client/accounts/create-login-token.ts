// POST /_matrix/client/v1/login/get_token
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** A token with which one further device may log in once, within two minutes. Interactive authentication each time. */
export const createLoginToken = endpoint({
  operation: 'generateLoginToken',
  method: 'POST',
  path: '/_matrix/client/v1/login/get_token',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({ auth: Type.Optional(AuthData) }),
  response: Type.Object({ login_token: Type.String(), expires_in_ms: Type.Integer() }),
})
