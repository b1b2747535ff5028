// GET /_matrix/client/v3/room_keys/version
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keysversion
import { endpoint } from '../../endpoint.ts'
import { backupVersionShape } from './shapes.ts'

/** The latest key backup. */
export const getRoomKeysVersionCurrent = endpoint({
  operation: 'getRoomKeysVersionCurrent',
  method: 'GET',
  path: '/_matrix/client/v3/room_keys/version',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keysversion',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: backupVersionShape,
})
