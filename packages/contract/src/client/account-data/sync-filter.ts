// What a client wants of `/sync`. https://spec.matrix.org/v1.19/client-server-api/#filtering
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** More than this in one list is not a filter any more. */
const LIST = { maxItems: 1000 }

const types = Type.Array(Type.String({ maxLength: 255 }), LIST)
const users = Type.Array(Type.String({ maxLength: 255, pattern: '^@' }), LIST)
const rooms = Type.Array(Type.String({ maxLength: 255, pattern: '^!' }), LIST)

const eventFilter = {
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
  types: Type.Optional(types),
  not_types: Type.Optional(types),
  senders: Type.Optional(users),
  not_senders: Type.Optional(users),
}

const roomEventFilter = {
  ...eventFilter,
  rooms: Type.Optional(rooms),
  not_rooms: Type.Optional(rooms),
  contains_url: Type.Optional(Type.Boolean()),
  lazy_load_members: Type.Optional(Type.Boolean()),
  include_redundant_members: Type.Optional(Type.Boolean()),
  unread_thread_notifications: Type.Optional(Type.Boolean()),
}

/** The schema of a filter, stored or given in the query. */
export const syncFilter = Type.Object({
  event_fields: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), LIST)),
  event_format: Type.Optional(Type.Union([Type.Literal('client'), Type.Literal('federation')])),
  presence: Type.Optional(Type.Object(eventFilter)),
  account_data: Type.Optional(Type.Object(eventFilter)),
  room: Type.Optional(
    Type.Object({
      rooms: Type.Optional(rooms),
      not_rooms: Type.Optional(rooms),
      include_leave: Type.Optional(Type.Boolean()),
      ephemeral: Type.Optional(Type.Object(roomEventFilter)),
      state: Type.Optional(Type.Object(roomEventFilter)),
      timeline: Type.Optional(Type.Object(roomEventFilter)),
      account_data: Type.Optional(Type.Object(roomEventFilter)),
    }),
  ),
})

/** A filter that was checked. */
export type SyncFilter = Static<typeof syncFilter>

/** The filter of one kind of room event; also what `/messages` and `/context` take. */
export const roomEventFilterSchema = Type.Object(roomEventFilter)

/** A room event filter that was checked. */
export type RoomEventFilter = Static<typeof roomEventFilterSchema>
