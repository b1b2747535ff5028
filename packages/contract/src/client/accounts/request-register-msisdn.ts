// POST /_matrix/client/v3/register/msisdn/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestMsisdnAnswer, requestMsisdnBody } from './request-token-shapes.ts'

/** Asks for a message to a telephone to register: refused, none is sent. */
export const requestRegisterMsisdn = endpoint({
  operation: 'requestTokenToRegisterMSISDN',
  method: 'POST',
  path: '/_matrix/client/v3/register/msisdn/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: requestMsisdnBody,
  response: requestMsisdnAnswer,
})
