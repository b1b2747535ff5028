// GET /_matrix/client/v3/devices
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devices
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { ClientDevice } from '../../client-device.ts'

/** The caller's devices. */
export const listDevices = endpoint({
  operation: 'getDevices',
  method: 'GET',
  path: '/_matrix/client/v3/devices',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devices',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  response: Type.Object({ devices: Type.Array(ClientDevice) }),
})
