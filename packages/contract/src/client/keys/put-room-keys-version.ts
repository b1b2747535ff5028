// PUT /_matrix/client/v3/room_keys/version/{version}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keysversionversion
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { plainName } from './shapes.ts'

/** Changes the `auth_data` of a key backup. */
export const putRoomKeysVersion = endpoint({
  operation: 'putRoomKeysVersion',
  method: 'PUT',
  path: '/_matrix/client/v3/room_keys/version/{version}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3room_keysversionversion',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ algorithm: plainName, auth_data: Type.Object({}), version: Type.Optional(plainName) }),
  response: Type.Object({}),
})
