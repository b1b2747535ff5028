// POST /_synapse/admin/v1/room/{roomId}/media/quarantine
// https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Puts every file that events of a room carry into quarantine. */
export const adminQuarantineRoomMedia = endpoint({
  operation: 'adminQuarantineRoomMedia',
  method: 'POST',
  path: '/_synapse/admin/v1/room/{roomId}/media/quarantine',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({ num_quarantined: Type.Integer() }),
})
