// GET /_synapse/admin/v1/rooms/{roomId}/block
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether nobody may join a room. */
export const adminGetRoomBlock = endpoint({
  operation: 'adminGetRoomBlock',
  method: 'GET',
  path: '/_synapse/admin/v1/rooms/{roomId}/block',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ block: Type.Boolean(), user_id: Type.Optional(Type.String()) }),
})
