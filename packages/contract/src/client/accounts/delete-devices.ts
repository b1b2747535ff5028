// POST /_matrix/client/v3/delete_devices
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3delete_devices
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'

/** Ends several of the caller's devices. Interactive authentication. */
export const deleteDevices = endpoint({
  operation: 'deleteDevices',
  method: 'POST',
  path: '/_matrix/client/v3/delete_devices',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3delete_devices',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    // Missing only where the call continues an authentication whose first call had it.
    devices: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 1000 })),
    auth: Type.Optional(AuthData),
  }),
  response: Type.Object({}),
})
