// GET /_matrix/client/v3/thirdparty/user/{protocol}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyuserprotocol
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** People of a third-party network, and the users that stand for them. */
export const queryUserByProtocol = endpoint({
  operation: 'queryUserByProtocol',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/user/{protocol}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyuserprotocol',
  auth: 'token',
  rate: 'search',
  reveals: [],
  query: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Array(Type.Unknown()),
})
