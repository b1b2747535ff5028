// POST /_matrix/client/v3/account/deactivate
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Closes the account for good; its name is never given to anybody else. Interactive authentication. */
export const deactivateAccount = endpoint({
  operation: 'deactivateAccount',
  method: 'POST',
  path: '/_matrix/client/v3/account/deactivate',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate',
  auth: 'optional',
  rate: 'login',
  reveals: [],
  body: Type.Object({
    erase: Type.Optional(Type.Boolean()),
    id_server: Type.Optional(Type.String({ maxLength: 255 })),
    auth: Type.Optional(AuthData),
  }),
  response: Type.Object({ id_server_unbind_result: Type.Union([Type.Literal('success'), Type.Literal('no-support')]) }),
})
