// POST /_synapse/admin/v1/media/quarantine/{serverName}/{mediaId}
// https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Puts a file and its like into quarantine. */
export const adminQuarantineMedia = endpoint({
  operation: 'adminQuarantineMedia',
  method: 'POST',
  path: '/_synapse/admin/v1/media/quarantine/{serverName}/{mediaId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
