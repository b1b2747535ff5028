// DELETE /_synapse/admin/v2/rooms/{roomId}
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes everybody out of a room, behind the answer. */
export const adminStartRoomRemoval = endpoint({
  operation: 'adminStartRoomRemoval',
  method: 'DELETE',
  path: '/_synapse/admin/v2/rooms/{roomId}',
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
  response: Type.Object({ delete_id: Type.String() }),
})
