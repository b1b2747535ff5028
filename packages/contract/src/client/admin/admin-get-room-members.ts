// GET /_synapse/admin/v1/rooms/{roomId}/members
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Who is joined to a room. */
export const adminGetRoomMembers = endpoint({
  operation: 'adminGetRoomMembers',
  method: 'GET',
  path: '/_synapse/admin/v1/rooms/{roomId}/members',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({ members: Type.Array(Type.String()), total: Type.Integer() }),
})
