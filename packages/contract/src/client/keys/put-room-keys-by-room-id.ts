// PUT /_matrix/client/v3/room_keys/keys/{roomId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeysroomid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, roomKeyBackupShape, roomKeysUpdateShape } from './shapes.ts'

/** Stores keys of one room in the backup. */
export const putRoomKeysByRoomId = endpoint({
  operation: 'putRoomKeysByRoomId',
  method: 'PUT',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeysroomid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  body: roomKeyBackupShape,
  response: roomKeysUpdateShape,
})
