// POST /_matrix/client/v3/refresh
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A new access token and a new refresh token for a refresh token. */
export const refresh = endpoint({
  operation: 'refresh',
  method: 'POST',
  path: '/_matrix/client/v3/refresh',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh',
  auth: 'none',
  rate: 'read',
  reveals: [],
  body: Type.Object({ refresh_token: Type.String({ maxLength: 512 }) }),
  response: Type.Object({
    access_token: Type.String(),
    refresh_token: Type.Optional(Type.String()),
    expires_in_ms: Type.Optional(Type.Integer()),
  }),
})
