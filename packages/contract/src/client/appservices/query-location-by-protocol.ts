// GET /_matrix/client/v3/thirdparty/location/{protocol}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartylocationprotocol
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Places of a third-party network, and the rooms that they are bridged to. */
export const queryLocationByProtocol = endpoint({
  operation: 'queryLocationByProtocol',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/location/{protocol}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartylocationprotocol',
  auth: 'token',
  rate: 'search',
  reveals: [],
  query: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Array(Type.Unknown()),
})
