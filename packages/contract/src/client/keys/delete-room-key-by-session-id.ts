// DELETE /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeysroomidsessionid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, roomKeysUpdateShape } from './shapes.ts'

/** Deletes the backed-up keys of one session. */
export const deleteRoomKeyBySessionId = endpoint({
  operation: 'deleteRoomKeyBySessionId',
  method: 'DELETE',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeysroomidsessionid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  response: roomKeysUpdateShape,
})
