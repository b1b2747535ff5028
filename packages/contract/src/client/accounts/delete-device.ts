// DELETE /_matrix/client/v3/devices/{deviceId}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3devicesdeviceid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Ends one of the caller's devices. Interactive authentication. */
export const deleteDevice = endpoint({
  operation: 'deleteDevice',
  method: 'DELETE',
  path: '/_matrix/client/v3/devices/{deviceId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3devicesdeviceid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ auth: Type.Optional(AuthData) }),
  response: Type.Object({}),
})
