// PUT /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeysroomidsessionid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, keyBackupDataShape, roomKeysUpdateShape } from './shapes.ts'

/** Stores keys of one session in the backup. */
export const putRoomKeyBySessionId = endpoint({
  operation: 'putRoomKeyBySessionId',
  method: 'PUT',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeysroomidsessionid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  body: keyBackupDataShape,
  response: roomKeysUpdateShape,
})
