// POST /_synapse/admin/v1/user/{userId}/media/quarantine
// https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Puts every file that somebody has uploaded into quarantine. */
export const adminQuarantineUserMedia = endpoint({
  operation: 'adminQuarantineUserMedia',
  method: 'POST',
  path: '/_synapse/admin/v1/user/{userId}/media/quarantine',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({ num_quarantined: Type.Integer() }),
})
