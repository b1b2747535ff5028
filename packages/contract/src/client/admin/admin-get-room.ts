// GET /_synapse/admin/v1/rooms/{roomId}
// https://element-hq.github.io/synapse/latest/admin_api/rooms.html
// docs/api/synapse-admin.md
import { endpoint } from '../../endpoint.ts'
import { roomShape } from './shapes.ts'

/** One room, without what is said in it. */
export const adminGetRoom = endpoint({
  operation: 'adminGetRoom',
  method: 'GET',
  path: '/_synapse/admin/v1/rooms/{roomId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/rooms.html',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  response: roomShape,
})
