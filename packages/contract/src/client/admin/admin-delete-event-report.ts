// DELETE /_synapse/admin/v1/event_reports/{reportId}
// https://element-hq.github.io/synapse/latest/admin_api/event_reports.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes a report that was dealt with. */
export const adminDeleteEventReport = endpoint({
  operation: 'adminDeleteEventReport',
  method: 'DELETE',
  path: '/_synapse/admin/v1/event_reports/{reportId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/event_reports.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
