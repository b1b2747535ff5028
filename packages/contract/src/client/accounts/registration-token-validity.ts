// GET /_matrix/client/v1/register/m.login.registration_token/validity
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistrationtokenvalidity
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether a registration token would be taken now. */
export const registrationTokenValidity = endpoint({
  operation: 'registrationTokenValidity',
  method: 'GET',
  path: '/_matrix/client/v1/register/m.login.registration_token/validity',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistrationtokenvalidity',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  query: Type.Object({ token: Type.String({ maxLength: 255 }) }),
  response: Type.Object({ valid: Type.Boolean() }),
})
