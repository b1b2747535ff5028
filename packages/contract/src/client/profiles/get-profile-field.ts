// GET /_matrix/client/v3/profile/{userId}/{keyName}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuseridkeyname
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** One field of a profile. Without a token only where the server lets strangers read profiles. */
export const getProfileField = endpoint({
  operation: 'getProfileField',
  method: 'GET',
  path: '/_matrix/client/v3/profile/{userId}/{keyName}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuseridkeyname',
  auth: 'optional',
  rate: 'read',
  reveals: ['people'],
  response: Type.Record(Type.String(), Type.Unknown()),
})
