// POST /_matrix/client/v3/register/email/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registeremailrequesttoken
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks for a mail to an address to register: refused, no mail is sent. */
export const requestRegisterEmail = endpoint({
  operation: 'requestTokenToRegisterEmail',
  method: 'POST',
  path: '/_matrix/client/v3/register/email/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registeremailrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: Type.Object({
    client_secret: Type.String({ maxLength: 255 }),
    email: Type.String({ maxLength: 512 }),
    send_attempt: Type.Integer(),
    next_link: Type.Optional(Type.String({ maxLength: 2048 })),
    id_server: Type.Optional(Type.String({ maxLength: 255 })),
    id_access_token: Type.Optional(Type.String({ maxLength: 512 })),
  }),
  response: Type.Object({ sid: Type.String(), submit_url: Type.Optional(Type.String()) }),
})
