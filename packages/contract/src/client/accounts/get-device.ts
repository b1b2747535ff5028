// GET /_matrix/client/v3/devices/{deviceId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devicesdeviceid
import { endpoint } from '../../endpoint.ts'
import { ClientDevice } from '../../client-device.ts'

/** One of the caller's devices. */
export const getDevice = endpoint({
  operation: 'getDevice',
  method: 'GET',
  path: '/_matrix/client/v3/devices/{deviceId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devicesdeviceid',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  response: ClientDevice,
})
