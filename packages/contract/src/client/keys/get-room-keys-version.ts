// GET /_matrix/client/v3/room_keys/version/{version}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keysversionversion
import { endpoint } from '../../endpoint.ts'
import { backupVersionShape } from './shapes.ts'

/** One version of the key backup. */
export const getRoomKeysVersion = endpoint({
  operation: 'getRoomKeysVersion',
  method: 'GET',
  path: '/_matrix/client/v3/room_keys/version/{version}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keysversionversion',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: backupVersionShape,
})
