// POST /_matrix/client/v3/user/{userId}/openid/request_token
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridopenidrequesttoken
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A token by which the caller proves to a third party who they are. */
export const requestOpenIdToken = endpoint({
  operation: 'requestOpenIdToken',
  method: 'POST',
  path: '/_matrix/client/v3/user/{userId}/openid/request_token',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridopenidrequesttoken',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({
    access_token: Type.String(),
    token_type: Type.Literal('Bearer'),
    matrix_server_name: Type.String(),
    expires_in: Type.Integer(),
  }),
})
