// GET /_synapse/admin/v2/rooms/delete_status/{removalId}
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { removalShape } from './shapes.ts'

/** How far one removal has come. */
export const adminGetRoomRemoval = endpoint({
  operation: 'adminGetRoomRemoval',
  method: 'GET',
  path: '/_synapse/admin/v2/rooms/delete_status/{removalId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ status: Type.String(), shutdown_room: Type.Union([removalShape, Type.Null()]) }),
})
