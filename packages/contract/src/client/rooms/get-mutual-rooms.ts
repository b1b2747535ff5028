// GET /_matrix/client/v1/mutual_rooms
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mutual_rooms
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Names the rooms that the caller shares with somebody. */
export const getMutualRooms = endpoint({
  operation: 'getMutualRooms',
  method: 'GET',
  path: '/_matrix/client/v1/mutual_rooms',
  // What clients speak that are older than v1.19.
  aliases: ['/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms'],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mutual_rooms',
  auth: 'token',
  rate: 'search',
  reveals: ['people'],
  query: Type.Object({
    user_id: Type.String({ maxLength: 255 }),
    from: Type.Optional(Type.String({ maxLength: 255 })),
    // The name of `from` under the older path.
    batch_token: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({
    joined: Type.Array(Type.String()),
    count: Type.Integer(),
    next_batch: Type.Optional(Type.String()),
  }),
})
