// GET /_matrix/client/v3/keys/changes
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3keyschanges
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whose devices changed between two sync tokens. */
export const getKeysChanges = endpoint({
  operation: 'getKeysChanges',
  method: 'GET',
  path: '/_matrix/client/v3/keys/changes',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3keyschanges',
  auth: 'token',
  rate: 'read',
  reveals: [],
  query: Type.Object({ from: Type.String({ maxLength: 255 }), to: Type.String({ maxLength: 255 }) }),
  response: Type.Object({ changed: Type.Array(Type.String()), left: Type.Array(Type.String()) }),
})
