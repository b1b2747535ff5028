// POST /_matrix/client/v3/account/3pid/add
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidadd
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Adds an address that was shown by mail to the account, where the profile lets people choose theirs. */
export const addThreepid = endpoint({
  operation: 'add3PID',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/add',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidadd',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    auth: Type.Optional(AuthData),
    client_secret: Type.String({ maxLength: 255 }),
    sid: Type.String({ maxLength: 255 }),
  }),
  response: Type.Object({}),
})
