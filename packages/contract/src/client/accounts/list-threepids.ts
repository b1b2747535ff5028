// GET /_matrix/client/v3/account/3pid
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3account3pid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The caller's e-mail addresses. */
export const listThreepids = endpoint({
  operation: 'getAccount3PIDs',
  method: 'GET',
  path: '/_matrix/client/v3/account/3pid',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3account3pid',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    threepids: Type.Array(Type.Object({ medium: Type.String(), address: Type.String(), validated_at: Type.Integer(), added_at: Type.Integer() })),
  }),
})
