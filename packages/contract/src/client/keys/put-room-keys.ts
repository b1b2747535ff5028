// PUT /_matrix/client/v3/room_keys/keys
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeys
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, mapOf, roomKeyBackupShape, roomKeysUpdateShape } from './shapes.ts'

/** Stores keys of all rooms in the backup. */
export const putRoomKeys = endpoint({
  operation: 'putRoomKeys',
  method: 'PUT',
  path: '/_matrix/client/v3/room_keys/keys',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keyskeys',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: backupVersionQuery,
  body: Type.Object({ rooms: mapOf(roomKeyBackupShape, 10_000) }),
  response: roomKeysUpdateShape,
})
