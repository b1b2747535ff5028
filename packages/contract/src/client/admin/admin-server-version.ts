// GET /_synapse/admin/v1/server_version
// https://element-hq.github.io/synapse/latest/admin_api/version_api.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The version of the server. */
export const adminServerVersion = endpoint({
  operation: 'adminServerVersion',
  method: 'GET',
  path: '/_synapse/admin/v1/server_version',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/version_api.html',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ server_version: Type.String() }),
})
