// GET /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeysroomidsessionid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, keyBackupDataShape } from './shapes.ts'

/** The backed-up keys of one session. */
export const getRoomKeyBySessionId = endpoint({
  operation: 'getRoomKeyBySessionId',
  method: 'GET',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeysroomidsessionid',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  query: backupVersionQuery,
  response: keyBackupDataShape,
})
