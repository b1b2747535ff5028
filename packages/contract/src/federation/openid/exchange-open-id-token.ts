// GET /_matrix/federation/v1/openid/userinfo
// https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1openiduserinfo
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Who an OpenID token stands for. */
export const exchangeOpenIdToken = endpoint({
  operation: 'exchangeOpenIdToken',
  method: 'GET',
  path: '/_matrix/federation/v1/openid/userinfo',
  spec: 'https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1openiduserinfo',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({ access_token: Type.Optional(Type.String({ maxLength: 512 })) }),
  response: Type.Object({ sub: Type.String() }),
})
