// POST /_matrix/client/v3/join/{roomIdOrAlias}
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3joinroomidoralias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Joins a room by id or alias. */
export const joinRoom = endpoint({
  operation: 'joinRoom',
  method: 'POST',
  path: '/_matrix/client/v3/join/{roomIdOrAlias}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3joinroomidoralias',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({ room_id: Type.String() }),
})
