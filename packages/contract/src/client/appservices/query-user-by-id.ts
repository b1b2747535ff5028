// GET /_matrix/client/v3/thirdparty/user
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyuser
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The people of third-party networks that a user id stands for. */
export const queryUserById = endpoint({
  operation: 'queryUserByID',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/user',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyuser',
  auth: 'token',
  rate: 'search',
  reveals: [],
  query: Type.Object({ userid: Type.String({ maxLength: 255 }) }),
  response: Type.Array(Type.Unknown()),
})
