// POST /_matrix/client/v3/account/3pid/unbind
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidunbind
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Unbinds an address at an identity server: none is bound. */
export const unbindThreepid = endpoint({
  operation: 'unbind3pidFromAccount',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/unbind',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidunbind',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    id_server: Type.Optional(Type.String({ maxLength: 255 })),
    medium: Type.String({ maxLength: 64 }),
    address: Type.String({ maxLength: 512 }),
  }),
  response: Type.Object({
    id_server_unbind_result: Type.Union([Type.Literal('success'), Type.Literal('no-support')]),
  }),
})
