// POST /_matrix/client/v3/knock/{roomIdOrAlias}
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3knockroomidoralias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks to be let into a room. */
export const knockRoom = endpoint({
  operation: 'knockRoom',
  method: 'POST',
  path: '/_matrix/client/v3/knock/{roomIdOrAlias}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3knockroomidoralias',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({ room_id: Type.String() }),
})
