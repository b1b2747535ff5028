// POST /_matrix/client/v3/account/password/email/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestEmailAnswer, requestEmailBody } from './request-token-shapes.ts'

/** Asks for a mail to an address to set a new password: refused, no mail is sent. */
export const requestPasswordEmail = endpoint({
  operation: 'requestTokenToResetPasswordEmail',
  method: 'POST',
  path: '/_matrix/client/v3/account/password/email/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: requestEmailBody,
  response: requestEmailAnswer,
})
