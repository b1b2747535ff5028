// POST /_matrix/client/v4/sync
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { slidingExtensions, slidingListNames, slidingRoomIds, slidingSyncResponse } from './sliding-shapes.ts'

const element = Type.Object({
  type: Type.Optional(Type.String({ maxLength: 255 })),
  state_key: Type.Optional(Type.String({ maxLength: 255 })),
})

const roomConfig = {
  timeline_limit: Type.Integer({ minimum: 0 }),
  required_state: Type.Object({
    include: Type.Optional(Type.Array(element, { maxItems: 1000 })),
    exclude: Type.Optional(Type.Array(element, { maxItems: 1000 })),
    lazy_members: Type.Optional(Type.Boolean()),
  }),
}

const roomTypes = Type.Array(Type.Union([Type.String({ maxLength: 255 }), Type.Null()]), { maxItems: 100 })

/** Sliding sync as MSC4186 was merged: the rooms a client asks for, and nothing else. */
export const slidingSync = endpoint({
  operation: 'slidingSync',
  method: 'POST',
  path: '/_matrix/client/v4/sync',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md',
  auth: 'guest',
  rate: 'sync',
  reveals: ['events', 'people', 'keys'],
  body: Type.Object({
    conn_id: Type.Optional(Type.String({ maxLength: 255 })),
    pos: Type.Optional(Type.String({ maxLength: 2048 })),
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    set_presence: Type.Optional(Type.String({ maxLength: 32 })),
    lists: Type.Optional(
      Type.Record(
        slidingListNames,
        Type.Object({
          ...roomConfig,
          range: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 2, maxItems: 2 })),
          filters: Type.Optional(
            Type.Object({
              is_dm: Type.Optional(Type.Boolean()),
              spaces: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
              is_encrypted: Type.Optional(Type.Boolean()),
              is_invited: Type.Optional(Type.Boolean()),
              room_types: Type.Optional(roomTypes),
              not_room_types: Type.Optional(roomTypes),
              tags: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
              not_tags: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
            }),
          ),
        }),
      ),
    ),
    room_subscriptions: Type.Optional(Type.Record(slidingRoomIds, Type.Object(roomConfig))),
    extensions: Type.Optional(slidingExtensions),
  }),
  response: slidingSyncResponse,
})
