// GET /_matrix/client/v3/sync
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What is new since the last sync: rooms, messages, invitations, keys, account data. */
export const sync = endpoint({
  operation: 'sync',
  method: 'GET',
  path: '/_matrix/client/v3/sync',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync',
  auth: 'guest',
  rate: 'sync',
  reveals: ['events', 'people', 'keys'],
  query: Type.Object({
    filter: Type.Optional(Type.String({ maxLength: 65_536 })),
    since: Type.Optional(Type.String({ maxLength: 2048 })),
    full_state: Type.Optional(Type.Boolean()),
    set_presence: Type.Optional(Type.String({ maxLength: 32 })),
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    use_state_after: Type.Optional(Type.Boolean()),
    'org.matrix.msc4222.use_state_after': Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    next_batch: Type.String(),
    account_data: Type.Optional(Type.Unknown()),
    device_lists: Type.Optional(Type.Unknown()),
    device_one_time_keys_count: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    device_unused_fallback_key_types: Type.Optional(Type.Array(Type.String())),
    presence: Type.Optional(Type.Unknown()),
    rooms: Type.Optional(Type.Unknown()),
    to_device: Type.Optional(Type.Unknown()),
  }),
})
