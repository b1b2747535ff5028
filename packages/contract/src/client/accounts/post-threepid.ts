// POST /_matrix/client/v3/account/3pid
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The old way to add an address: refused, none are kept. */
export const postThreepid = endpoint({
  operation: 'post3PIDs',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    three_pid_creds: Type.Optional(
      Type.Object({
        client_secret: Type.String({ maxLength: 255 }),
        sid: Type.String({ maxLength: 255 }),
        id_server: Type.Optional(Type.String({ maxLength: 255 })),
        id_access_token: Type.Optional(Type.String({ maxLength: 512 })),
      }),
    ),
  }),
  response: Type.Object({ submit_url: Type.Optional(Type.String()) }),
})
