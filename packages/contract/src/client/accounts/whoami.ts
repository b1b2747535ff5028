// GET /_matrix/client/v3/account/whoami
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whom the access token belongs to. */
export const whoami = endpoint({
  operation: 'getTokenOwner',
  method: 'GET',
  path: '/_matrix/client/v3/account/whoami',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    user_id: Type.String(),
    device_id: Type.Optional(Type.String()),
    is_guest: Type.Optional(Type.Boolean()),
  }),
})
