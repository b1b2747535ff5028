// GET /_matrix/client/v3/initialSync
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows everything at once (deprecated). */
export const initialSync = endpoint({
  operation: 'initialSync',
  method: 'GET',
  path: '/_matrix/client/v3/initialSync',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync',
  auth: 'token',
  rate: 'sync',
  reveals: ['events', 'keys'],
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 0 })),
    archived: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    end: Type.String(),
    presence: Type.Array(Type.Unknown()),
    rooms: Type.Array(Type.Unknown()),
    account_data: Type.Array(Type.Unknown()),
  }),
})
