// DELETE /_synapse/admin/v1/media/{serverName}/{mediaId}
// https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Deletes a file. */
export const adminDeleteMedia = endpoint({
  operation: 'adminDeleteMedia',
  method: 'DELETE',
  path: '/_synapse/admin/v1/media/{serverName}/{mediaId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({ deleted_media: Type.Array(Type.String()), total: Type.Integer() }),
})
