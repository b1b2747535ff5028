// POST /_chappe/client/v1/announcements/{announcementId}/acknowledge
// docs/api/announcements.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Says that one has read an announcement; a second time changes nothing. 404 for one that is not for the caller. */
export const acknowledgeAnnouncement = endpoint({
  operation: 'acknowledgeAnnouncement',
  method: 'POST',
  path: '/_chappe/client/v1/announcements/{announcementId}/acknowledge',
  spec: 'docs/api/announcements.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({ acknowledged_at_ms: Type.Integer() }),
})
