// GET /_matrix/client/v3/register/available
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether a user name is valid and free. */
export const registerAvailable = endpoint({
  operation: 'checkUsernameAvailability',
  method: 'GET',
  path: '/_matrix/client/v3/register/available',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  query: Type.Object({ username: Type.String({ maxLength: 512 }) }),
  response: Type.Object({ available: Type.Boolean() }),
})
