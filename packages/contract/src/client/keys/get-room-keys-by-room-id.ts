// GET /_matrix/client/v3/room_keys/keys/{roomId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeysroomid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, roomKeyBackupShape } from './shapes.ts'

/** The backed-up keys of one room. */
export const getRoomKeysByRoomId = endpoint({
  operation: 'getRoomKeysByRoomId',
  method: 'GET',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeysroomid',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  query: backupVersionQuery,
  response: roomKeyBackupShape,
})
