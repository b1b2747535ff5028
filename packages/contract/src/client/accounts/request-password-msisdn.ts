// POST /_matrix/client/v3/account/password/msisdn/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordmsisdnrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestMsisdnAnswer, requestMsisdnBody } from './request-token-shapes.ts'

/** Asks for a message to a telephone to set a new password: refused, none is sent. */
export const requestPasswordMsisdn = endpoint({
  operation: 'requestTokenToResetPasswordMSISDN',
  method: 'POST',
  path: '/_matrix/client/v3/account/password/msisdn/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordmsisdnrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: requestMsisdnBody,
  response: requestMsisdnAnswer,
})
