// PUT /_matrix/client/v3/directory/list/room/{roomId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directorylistroomroomid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Lists a room in the published directory, or takes it out. */
export const setRoomVisibilityOnDirectory = endpoint({
  operation: 'setRoomVisibilityOnDirectory',
  method: 'PUT',
  path: '/_matrix/client/v3/directory/list/room/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directorylistroomroomid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ visibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('private')])) }),
  response: Type.Object({}),
})
