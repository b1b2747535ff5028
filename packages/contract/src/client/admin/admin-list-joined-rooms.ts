// GET /_synapse/admin/v1/users/{userId}/joined_rooms
// https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The rooms a user is joined to. */
export const adminListJoinedRooms = endpoint({
  operation: 'adminListJoinedRooms',
  method: 'GET',
  path: '/_synapse/admin/v1/users/{userId}/joined_rooms',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({ joined_rooms: Type.Array(Type.String()), total: Type.Integer() }),
})
