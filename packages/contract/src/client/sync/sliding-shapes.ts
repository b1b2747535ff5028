// What both dialects of sliding sync share: extensions and the outline of the answer.
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md
import { Type } from 'typebox'

/** The keys of lists: "opaque identifiers". */
export const slidingListNames = Type.String({ maxLength: 255 })

/** The keys of subscriptions: rooms that do not exist are ignored, so any text will do. */
export const slidingRoomIds = Type.String({ maxLength: 255 })

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const names = Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 255 }), { maxItems: 1000 }), Type.Null()]))
const perRoom = Type.Optional(Type.Object({ enabled: flag, lists: names, rooms: names }))

/** The extensions of MSC3885, MSC3884, MSC3959, MSC3960 and MSC3961. */
export const slidingExtensions = Type.Object({
  to_device: Type.Optional(
    Type.Object({
      enabled: flag,
      limit: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
      since: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    }),
  ),
  e2ee: Type.Optional(Type.Object({ enabled: flag })),
  account_data: perRoom,
  receipts: perRoom,
  typing: perRoom,
})

/** The answer of either dialect. */
export const slidingSyncResponse = Type.Object({
  pos: Type.String(),
  txn_id: Type.Optional(Type.String()),
  lists: Type.Record(Type.String(), Type.Object({ count: Type.Integer() })),
  rooms: Type.Record(Type.String(), Type.Unknown()),
  extensions: Type.Record(Type.String(), Type.Unknown()),
})
