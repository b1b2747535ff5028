// DELETE /_matrix/client/v3/profile/{userId}/{keyName}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3profileuseridkeyname
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes one field of the caller's own profile. */
export const deleteProfileField = endpoint({
  operation: 'deleteProfileField',
  method: 'DELETE',
  path: '/_matrix/client/v3/profile/{userId}/{keyName}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3profileuseridkeyname',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
