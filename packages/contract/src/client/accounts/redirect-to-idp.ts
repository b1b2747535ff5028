// GET /_matrix/client/v3/login/sso/redirect/{idpId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirectidpid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sends a browser to one provider of single sign-on. */
export const redirectToIdp = endpoint({
  operation: 'redirectToIdP',
  method: 'GET',
  path: '/_matrix/client/v3/login/sso/redirect/{idpId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirectidpid',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    redirectUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    action: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: Type.Object({}),
})
