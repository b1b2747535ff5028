// GET /_synapse/admin/v1/event_reports/{reportId}
// https://element-hq.github.io/synapse/latest/admin_api/event_reports.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { reportShape } from './shapes.ts'

/** One report, with the event where the profile lets administrators read it. */
export const adminGetEventReport = endpoint({
  operation: 'adminGetEventReport',
  method: 'GET',
  path: '/_synapse/admin/v1/event_reports/{reportId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/event_reports.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people', 'events'],
  response: Type.Intersect([reportShape, Type.Object({ event_json: Type.Optional(Type.Unknown()) })]),
})
