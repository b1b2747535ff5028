// GET /_matrix/client/v1/auth_metadata
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1authmetadata
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** How to sign in by OAuth 2.0: not here. */
export const authMetadata = endpoint({
  operation: 'getAuthMetadata',
  method: 'GET',
  path: '/_matrix/client/v1/auth_metadata',
  aliases: ['/_matrix/client/unstable/org.matrix.msc2965/auth_metadata'],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1authmetadata',
  auth: 'none',
  rate: 'read',
  reveals: [],
  response: Type.Object({}),
})
