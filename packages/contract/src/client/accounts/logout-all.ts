// POST /_matrix/client/v3/logout/all
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends every device of the account. */
export const logoutAll = endpoint({
  operation: 'logout_all',
  method: 'POST',
  path: '/_matrix/client/v3/logout/all',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
