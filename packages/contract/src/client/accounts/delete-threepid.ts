// POST /_matrix/client/v3/account/3pid/delete
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3piddelete
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes an address, where the profile lets people choose theirs. */
export const deleteThreepid = endpoint({
  operation: 'delete3pidFromAccount',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/delete',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3piddelete',
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
