// GET /_matrix/client/v3/room_keys/keys
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeys
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { backupVersionQuery, mapOf, roomKeyBackupShape } from './shapes.ts'

/** The backed-up keys of all rooms. */
export const getRoomKeys = endpoint({
  operation: 'getRoomKeys',
  method: 'GET',
  path: '/_matrix/client/v3/room_keys/keys',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeys',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  query: backupVersionQuery,
  response: Type.Object({ rooms: mapOf(roomKeyBackupShape, 10_000) }),
})
