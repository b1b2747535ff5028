// POST /_synapse/admin/v1/rooms/{roomIdOrAlias}/make_room_admin
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Gives a user the power of whoever has most of it in a room. */
export const adminMakeRoomAdmin = endpoint({
  operation: 'adminMakeRoomAdmin',
  method: 'POST',
  path: '/_synapse/admin/v1/rooms/{roomIdOrAlias}/make_room_admin',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ user_id: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: Type.Object({}),
})
