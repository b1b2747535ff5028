// GET /_matrix/client/versions
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Which versions of the specification the server speaks. */
export const versions = endpoint({
  operation: 'getVersions',
  method: 'GET',
  path: '/_matrix/client/versions',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions',
  auth: 'optional',
  rate: 'free',
  reveals: [],
  response: Type.Object({
    versions: Type.Array(Type.String()),
    unstable_features: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  }),
})
