// GET /_synapse/admin/v2/rooms/{roomId}/delete_status
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { removalShape } from './shapes.ts'

/** How far the removals of a room have come. */
export const adminListRoomRemovals = endpoint({
  operation: 'adminListRoomRemovals',
  method: 'GET',
  path: '/_synapse/admin/v2/rooms/{roomId}/delete_status',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    results: Type.Array(
      Type.Object({ delete_id: Type.String(), status: Type.String(), shutdown_room: Type.Union([removalShape, Type.Null()]) }),
    ),
  }),
})
