// GET /_chappe/client/v1/announcements
// docs/api/announcements.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { announcementSeverity, announcementText } from '../../desk/announcements/shapes.ts'

/** What the security desk has told the caller and they have not acknowledged, the gravest first. At most 20. */
export const listAnnouncements = endpoint({
  operation: 'listAnnouncements',
  method: 'GET',
  path: '/_chappe/client/v1/announcements',
  spec: 'docs/api/announcements.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    announcements: Type.Array(
      Type.Object({
        announcement_id: Type.Integer(),
        created_at_ms: Type.Integer(),
        severity: announcementSeverity,
        ...announcementText,
        must_acknowledge: Type.Boolean(),
        deadline_ms: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
  }),
})
