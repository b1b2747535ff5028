// GET /_matrix/federation/v1/version
// https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1version
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The name and version of this implementation. */
export const federationVersion = endpoint({
  operation: 'getVersion',
  method: 'GET',
  path: '/_matrix/federation/v1/version',
  spec: 'https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1version',
  auth: 'none',
  rate: 'free',
  reveals: [],
  response: Type.Object({ server: Type.Object({ name: Type.String(), version: Type.String() }) }),
})
