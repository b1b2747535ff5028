// GET /_matrix/client/v3/login/sso/redirect
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirect
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sends a browser to the single sign-on. */
export const redirectToSso = endpoint({
  operation: 'redirectToSSO',
  method: 'GET',
  path: '/_matrix/client/v3/login/sso/redirect',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirect',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    redirectUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    action: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: Type.Object({}),
})
