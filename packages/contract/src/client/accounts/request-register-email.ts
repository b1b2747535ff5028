// POST /_matrix/client/v3/register/email/requestToken
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registeremailrequesttoken
import { endpoint } from '../../endpoint.ts'
import { requestEmailAnswer, requestEmailBody } from './request-token-shapes.ts'

/** Asks for a mail to an address to register with. The answer does not tell whether it has an account. */
export const requestRegisterEmail = endpoint({
  operation: 'requestTokenToRegisterEmail',
  method: 'POST',
  path: '/_matrix/client/v3/register/email/requestToken',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registeremailrequesttoken',
  auth: 'none',
  rate: 'mail',
  reveals: [],
  body: requestEmailBody,
  response: requestEmailAnswer,
})
