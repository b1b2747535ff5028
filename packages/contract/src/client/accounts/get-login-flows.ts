// GET /_matrix/client/v3/login
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The ways to log in. */
export const getLoginFlows = endpoint({
  operation: 'getLoginFlows',
  method: 'GET',
  path: '/_matrix/client/v3/login',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login',
  auth: 'none',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    flows: Type.Array(
      Type.Object({
        type: Type.String(),
        get_login_token: Type.Optional(Type.Boolean()),
        identity_providers: Type.Optional(Type.Array(Type.Object({ id: Type.String(), name: Type.String() }))),
        oauth_aware_preferred: Type.Optional(Type.Boolean()),
      }),
    ),
  }),
})
