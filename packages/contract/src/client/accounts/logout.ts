// POST /_matrix/client/v3/logout
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logout
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends the device the access token belongs to. */
export const logout = endpoint({
  operation: 'logout',
  method: 'POST',
  path: '/_matrix/client/v3/logout',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logout',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
