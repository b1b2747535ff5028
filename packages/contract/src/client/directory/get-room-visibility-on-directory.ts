// GET /_matrix/client/v3/directory/list/room/{roomId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directorylistroomroomid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Tells whether a room is listed in the published directory. */
export const getRoomVisibilityOnDirectory = endpoint({
  operation: 'getRoomVisibilityOnDirectory',
  method: 'GET',
  path: '/_matrix/client/v3/directory/list/room/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directorylistroomroomid',
  auth: 'optional',
  rate: 'read',
  reveals: [],
  response: Type.Object({ visibility: Type.Union([Type.Literal('public'), Type.Literal('private')]) }),
})
