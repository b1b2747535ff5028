// GET /_matrix/client/v1/room_summary/{roomIdOrAlias}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1room_summaryroomidoralias
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Shows what a room is, to who may come in. */
export const getRoomSummary = endpoint({
  operation: 'getRoomSummary',
  method: 'GET',
  path: '/_matrix/client/v1/room_summary/{roomIdOrAlias}',
  // What clients speak that are older than v1.15.
  aliases: [
    '/_matrix/client/unstable/im.nheko.summary/summary/{roomIdOrAlias}',
    '/_matrix/client/unstable/im.nheko.summary/rooms/{roomIdOrAlias}/summary',
  ],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1room_summaryroomidoralias',
  auth: 'optional',
  rate: 'search',
  reveals: ['events'],
  query: Type.Object({ via: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 })) }),
  response: Type.Object({
    room_id: Type.String(),
    num_joined_members: Type.Integer(),
    world_readable: Type.Boolean(),
    guest_can_join: Type.Boolean(),
    join_rule: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    topic: Type.Optional(Type.String()),
    canonical_alias: Type.Optional(Type.String()),
    avatar_url: Type.Optional(Type.String()),
    room_type: Type.Optional(Type.String()),
    room_version: Type.Optional(Type.String()),
    encryption: Type.Optional(Type.String()),
    allowed_room_ids: Type.Optional(Type.Array(Type.String())),
    membership: Type.Optional(Type.String()),
  }),
})
