// GET /_synapse/admin/v1/rooms/{roomId}/state
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The whole state of a room. */
export const adminGetRoomState = endpoint({
  operation: 'adminGetRoomState',
  method: 'GET',
  path: '/_synapse/admin/v1/rooms/{roomId}/state',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  response: Type.Object({ state: Type.Array(Type.Unknown()) }),
})
