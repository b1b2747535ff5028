// GET /_synapse/admin/v1/event_reports
// https://element-hq.github.io/synapse/latest/admin_api/event_reports.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { reportShape } from './shapes.ts'

/** What people have reported. */
export const adminListEventReports = endpoint({
  operation: 'adminListEventReports',
  method: 'GET',
  path: '/_synapse/admin/v1/event_reports',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/event_reports.html',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  query: Type.Object({
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    dir: Type.Optional(Type.String({ maxLength: 1 })),
    user_id: Type.Optional(Type.String({ maxLength: 255 })),
    room_id: Type.Optional(Type.String({ maxLength: 255 })),
    event_sender_user_id: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({
    event_reports: Type.Array(reportShape),
    total: Type.Integer(),
    next_token: Type.Optional(Type.Integer()),
  }),
})
