// DELETE /_synapse/admin/v1/rooms/{roomId}
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes everybody out of a room; answered when that is done. */
export const adminDeleteRoom = endpoint({
  operation: 'adminDeleteRoom',
  method: 'DELETE',
  path: '/_synapse/admin/v1/rooms/{roomId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    new_room_user_id: Type.Optional(Type.String({ maxLength: 255 })),
    block: Type.Optional(Type.Boolean()),
    purge: Type.Optional(Type.Boolean()),
    force_purge: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    kicked_users: Type.Array(Type.String()),
    failed_to_kick_users: Type.Array(Type.String()),
    local_aliases: Type.Array(Type.String()),
    new_room_id: Type.Null(),
  }),
})
