// POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md#unstable-prefix
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { slidingExtensions, slidingListNames, slidingRoomIds, slidingSyncResponse } from './sliding-shapes.ts'

const nullable = <T extends Parameters<typeof Type.Optional>[0]>(type: T) => Type.Optional(Type.Union([type, Type.Null()]))

const roomConfig = {
  timeline_limit: nullable(Type.Integer({ minimum: 0 })),
  required_state: nullable(
    Type.Array(Type.Array(Type.String({ maxLength: 255 }), { minItems: 2, maxItems: 2 }), { maxItems: 1000 }),
  ),
}

const names = Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })
const roomTypes = Type.Array(Type.Union([Type.String({ maxLength: 255 }), Type.Null()]), { maxItems: 100 })

/** Sliding sync as today's clients speak it: Element X, matrix-rust-sdk, matrix-js-sdk. */
export const simplifiedSlidingSync = endpoint({
  operation: 'simplifiedSlidingSync',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md#unstable-prefix',
  auth: 'guest',
  rate: 'sync',
  reveals: ['events', 'people', 'keys'],
  query: Type.Object({
    pos: Type.Optional(Type.String({ maxLength: 2048 })),
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    set_presence: Type.Optional(Type.String({ maxLength: 32 })),
  }),
  body: Type.Object({
    conn_id: nullable(Type.String({ maxLength: 255 })),
    txn_id: nullable(Type.String({ maxLength: 255 })),
    lists: nullable(
      Type.Record(
        slidingListNames,
        Type.Object({
          ...roomConfig,
          ranges: nullable(
            Type.Array(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 2, maxItems: 2 }), { maxItems: 100 }),
          ),
          filters: nullable(
            Type.Object({
              is_dm: nullable(Type.Boolean()),
              spaces: nullable(names),
              is_encrypted: nullable(Type.Boolean()),
              is_invite: nullable(Type.Boolean()),
              room_name_like: nullable(Type.String({ maxLength: 255 })),
              room_types: nullable(roomTypes),
              not_room_types: nullable(roomTypes),
              tags: nullable(names),
              not_tags: nullable(names),
            }),
          ),
        }),
      ),
    ),
    room_subscriptions: nullable(Type.Record(slidingRoomIds, Type.Object(roomConfig))),
    extensions: nullable(slidingExtensions),
  }),
  response: slidingSyncResponse,
})
