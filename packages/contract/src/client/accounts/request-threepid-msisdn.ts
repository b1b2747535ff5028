// POST /_matrix/client/v3/account/3pid/msisdn/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks for a message to a telephone to add it to the account: refused, none is sent. */
export const requestThreepidMsisdn = endpoint({
  operation: 'requestTokenTo3PIDMSISDN',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/msisdn/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: Type.Object({
    client_secret: Type.String({ maxLength: 255 }),
    country: Type.String({ maxLength: 2 }),
    phone_number: Type.String({ maxLength: 64 }),
    send_attempt: Type.Integer(),
    next_link: Type.Optional(Type.String({ maxLength: 2048 })),
    id_server: Type.Optional(Type.String({ maxLength: 255 })),
    id_access_token: Type.Optional(Type.String({ maxLength: 512 })),
  }),
  response: Type.Object({
    sid: Type.String(),
    msisdn: Type.Optional(Type.String()),
    submit_url: Type.Optional(Type.String()),
  }),
})
