// GET /_matrix/client/v3/profile/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuserid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Everything a profile says. Without a token only where the server lets strangers read profiles. */
export const getUserProfile = endpoint({
  operation: 'getUserProfile',
  method: 'GET',
  path: '/_matrix/client/v3/profile/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuserid',
  auth: 'optional',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({
    displayname: Type.Optional(Type.String()),
    avatar_url: Type.Optional(Type.String()),
    'm.tz': Type.Optional(Type.String()),
  }),
})
