// PUT /_matrix/client/v3/directory/room/{roomAlias}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directoryroomroomalias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Gives a room an alias. */
export const setRoomAlias = endpoint({
  operation: 'setRoomAlias',
  method: 'PUT',
  path: '/_matrix/client/v3/directory/room/{roomAlias}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directoryroomroomalias',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ room_id: Type.String({ maxLength: 255 }) }),
  response: Type.Object({}),
})
