// POST /_matrix/client/v3/search
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3search
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { roomEventFilterSchema } from '../account-data/sync-filter.ts'
import { endpoint } from '../../endpoint.ts'

const limit = Type.Optional(Type.Integer({ minimum: 0 }))

/** What is looked for among the events of rooms. */
export const roomEventsCriteria = Type.Object({
  search_term: Type.String({ maxLength: 1000 }),
  keys: Type.Optional(
    Type.Array(Type.Union([Type.Literal('content.body'), Type.Literal('content.name'), Type.Literal('content.topic')]), {
      maxItems: 3,
    }),
  ),
  filter: Type.Optional(roomEventFilterSchema),
  order_by: Type.Optional(Type.Union([Type.Literal('recent'), Type.Literal('rank')])),
  event_context: Type.Optional(
    Type.Object({ before_limit: limit, after_limit: limit, include_profile: Type.Optional(Type.Boolean()) }),
  ),
  include_state: Type.Optional(Type.Boolean()),
  groupings: Type.Optional(
    Type.Object({
      group_by: Type.Optional(
        Type.Array(Type.Object({ key: Type.Union([Type.Literal('room_id'), Type.Literal('sender')]) }), { maxItems: 2 }),
      ),
    }),
  ),
})

/** The same, checked. */
export type RoomEventsCriteria = Static<typeof roomEventsCriteria>

/** Searches the text of unencrypted rooms. */
export const search = endpoint({
  operation: 'search',
  method: 'POST',
  path: '/_matrix/client/v3/search',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3search',
  auth: 'token',
  rate: 'search',
  reveals: ['events'],
  query: Type.Object({ next_batch: Type.Optional(Type.String({ maxLength: 2000 })) }),
  body: Type.Object({
    search_categories: Type.Object({ room_events: Type.Optional(roomEventsCriteria) }),
  }),
  response: Type.Object({
    search_categories: Type.Object({ room_events: Type.Optional(Type.Object({})) }),
  }),
})
