// GET /_matrix/client/v3/thirdparty/location
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartylocation
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The places of third-party networks that an alias stands for. */
export const queryLocationByAlias = endpoint({
  operation: 'queryLocationByAlias',
  method: 'GET',
  path: '/_matrix/client/v3/thirdparty/location',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3thirdpartylocation',
  auth: 'token',
  rate: 'search',
  reveals: [],
  query: Type.Object({ alias: Type.String({ maxLength: 255 }) }),
  response: Type.Array(Type.Unknown()),
})
