// POST /_matrix/client/v3/account/password/email/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestEmailAnswer, requestEmailBody } from './request-token-shapes.ts'

/** Asks for a mail to an address of an account to set a new password. The answer does not tell whether there is one. */
export const requestPasswordEmail = endpoint({
  operation: 'requestTokenToResetPasswordEmail',
  method: 'POST',
  path: '/_matrix/client/v3/account/password/email/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken',
  auth: 'none',
  rate: 'mail',
  reveals: [],
  body: requestEmailBody,
  response: requestEmailAnswer,
})
