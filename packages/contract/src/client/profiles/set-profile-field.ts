// PUT /_matrix/client/v3/profile/{userId}/{keyName}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3profileuseridkeyname
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets one field of the caller's own profile. */
export const setProfileField = endpoint({
  operation: 'setProfileField',
  method: 'PUT',
  path: '/_matrix/client/v3/profile/{userId}/{keyName}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3profileuseridkeyname',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
