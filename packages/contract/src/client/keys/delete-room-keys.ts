// DELETE /_matrix/client/v3/room_keys/keys
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeys
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, roomKeysUpdateShape } from './shapes.ts'

/** Deletes the backed-up keys of all rooms. */
export const deleteRoomKeys = endpoint({
  operation: 'deleteRoomKeys',
  method: 'DELETE',
  path: '/_matrix/client/v3/room_keys/keys',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keyskeys',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  response: roomKeysUpdateShape,
})
