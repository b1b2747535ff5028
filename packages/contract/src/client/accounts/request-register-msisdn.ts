// POST /_matrix/client/v3/register/msisdn/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks for a message to a telephone to register: refused, none is sent. */
export const requestRegisterMsisdn = endpoint({
  operation: 'requestTokenToRegisterMSISDN',
  method: 'POST',
  path: '/_matrix/client/v3/register/msisdn/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken',
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
