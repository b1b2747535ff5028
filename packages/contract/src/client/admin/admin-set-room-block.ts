// PUT /_synapse/admin/v1/rooms/{roomId}/block
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets whether nobody may join a room. */
export const adminSetRoomBlock = endpoint({
  operation: 'adminSetRoomBlock',
  method: 'PUT',
  path: '/_synapse/admin/v1/rooms/{roomId}/block',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ block: Type.Boolean() }),
  response: Type.Object({ block: Type.Boolean() }),
})
