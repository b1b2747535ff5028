// GET /_matrix/client/v3/thirdparty/protocol/{protocol}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyprotocolprotocol
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** One third-party protocol. */
export const getThirdpartyProtocol = endpoint({
  operation: 'getProtocolMetadata',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/protocol/{protocol}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyprotocolprotocol',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({}),
})
