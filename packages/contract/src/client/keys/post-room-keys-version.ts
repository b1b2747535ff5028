// POST /_matrix/client/v3/room_keys/version
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3room_keysversion
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { plainName } from './shapes.ts'

/** Makes a new key backup. */
export const postRoomKeysVersion = endpoint({
  operation: 'postRoomKeysVersion',
  method: 'POST',
  path: '/_matrix/client/v3/room_keys/version',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3room_keysversion',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ algorithm: plainName, auth_data: Type.Object({}) }),
  response: Type.Object({ version: Type.String() }),
})
