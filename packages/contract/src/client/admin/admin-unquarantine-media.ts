// POST /_synapse/admin/v1/media/unquarantine/{serverName}/{mediaId}
// https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Lets a file and its like out of quarantine. */
export const adminUnquarantineMedia = endpoint({
  operation: 'adminUnquarantineMedia',
  method: 'POST',
  path: '/_synapse/admin/v1/media/unquarantine/{serverName}/{mediaId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
