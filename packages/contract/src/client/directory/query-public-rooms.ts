// POST /_matrix/client/v3/publicRooms
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3publicrooms
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Searches the published directory. */
export const queryPublicRooms = endpoint({
  operation: 'queryPublicRooms',
  method: 'POST',
  path: '/_matrix/client/v3/publicRooms',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3publicrooms',
  auth: 'token',
  rate: 'search',
  reveals: ['events'],
  query: Type.Object({ server: Type.Optional(Type.String({ maxLength: 255 })) }),
  body: Type.Object({
    limit: Type.Optional(Type.Integer()),
    since: Type.Optional(Type.String({ maxLength: 255 })),
    include_all_networks: Type.Optional(Type.Boolean()),
    third_party_instance_id: Type.Optional(Type.String({ maxLength: 255 })),
    filter: Type.Optional(
      Type.Object({
        generic_search_term: Type.Optional(Type.String({ maxLength: 1000 })),
        room_types: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Null()]), { maxItems: 100 })),
      }),
    ),
  }),
  response: Type.Object({
    chunk: Type.Array(Type.Unknown()),
    next_batch: Type.Optional(Type.String()),
    prev_batch: Type.Optional(Type.String()),
    total_room_count_estimate: Type.Optional(Type.Integer()),
  }),
})
