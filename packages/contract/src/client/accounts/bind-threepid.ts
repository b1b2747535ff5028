// POST /_matrix/client/v3/account/3pid/bind
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidbind
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Binds an address at an identity server: refused, none is used. */
export const bindThreepid = endpoint({
  operation: 'bind3PID',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/bind',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidbind',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    client_secret: Type.String({ maxLength: 255 }),
    sid: Type.String({ maxLength: 255 }),
    id_server: Type.String({ maxLength: 255 }),
    id_access_token: Type.String({ maxLength: 512 }),
  }),
  response: Type.Object({}),
})
