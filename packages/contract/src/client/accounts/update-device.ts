// PUT /_matrix/client/v3/devices/{deviceId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3devicesdeviceid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Renames one of the caller's devices. */
export const updateDevice = endpoint({
  operation: 'updateDevice',
  method: 'PUT',
  path: '/_matrix/client/v3/devices/{deviceId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3devicesdeviceid',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({ display_name: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: Type.Object({}),
})
