// DELETE /_matrix/client/v3/room_keys/keys/{roomId}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeysroomid
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, roomKeysUpdateShape } from './shapes.ts'

/** Deletes the backed-up keys of one room. */
export const deleteRoomKeysByRoomId = endpoint({
  operation: 'deleteRoomKeysByRoomId',
  method: 'DELETE',
  path: '/_matrix/client/v3/room_keys/keys/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeysroomid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  response: roomKeysUpdateShape,
})
