// GET /_synapse/admin/v1/rooms
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { roomShape } from './shapes.ts'

/** The rooms of the server. */
export const adminListRooms = endpoint({
  operation: 'adminListRooms',
  method: 'GET',
  path: '/_synapse/admin/v1/rooms',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    order_by: Type.Optional(Type.String({ maxLength: 64 })),
    dir: Type.Optional(Type.String({ maxLength: 1 })),
    search_term: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({
    rooms: Type.Array(roomShape),
    offset: Type.Integer(),
    total_rooms: Type.Integer(),
    next_batch: Type.Optional(Type.Integer()),
    prev_batch: Type.Optional(Type.Integer()),
  }),
})
