// DELETE /_matrix/client/v3/room_keys/version/{version}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keysversionversion
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Deletes a key backup with its keys. */
export const deleteRoomKeysVersion = endpoint({
  operation: 'deleteRoomKeysVersion',
  method: 'DELETE',
  path: '/_matrix/client/v3/room_keys/version/{version}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3room_keysversionversion',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
