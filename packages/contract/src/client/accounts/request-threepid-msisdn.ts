// POST /_matrix/client/v3/account/3pid/msisdn/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestMsisdnAnswer, requestMsisdnBody } from './request-token-shapes.ts'

/** Asks for a message to a telephone to add it to the account: refused, none is sent. */
export const requestThreepidMsisdn = endpoint({
  operation: 'requestTokenTo3PIDMSISDN',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/msisdn/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: requestMsisdnBody,
  response: requestMsisdnAnswer,
})
