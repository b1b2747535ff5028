// GET /_matrix/client/v3/thirdparty/protocols
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyprotocols
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The third-party networks one can reach from here, as the bridges to them describe them. */
export const listThirdpartyProtocols = endpoint({
  operation: 'getProtocols',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/protocols',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartyprotocols',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Record(Type.String(), Type.Unknown()),
})
