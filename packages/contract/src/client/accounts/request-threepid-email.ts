// POST /_matrix/client/v3/account/3pid/email/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidemailrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestEmailAnswer, requestEmailBody } from './request-token-shapes.ts'

/** Asks for a mail to an address to add it to the account. The answer does not tell whether it has an account. */
export const requestThreepidEmail = endpoint({
  operation: 'requestTokenTo3PIDEmail',
  method: 'POST',
  path: '/_matrix/client/v3/account/3pid/email/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidemailrequesttoken',
  auth: 'none',
  rate: 'mail',
  reveals: [],
  body: requestEmailBody,
  response: requestEmailAnswer,
})
