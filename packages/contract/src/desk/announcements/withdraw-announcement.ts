// POST /_chappe/desk/v1/announcements/{announcementId}/withdraw
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { deskAnnouncement } from './shapes.ts'

/** Ends an announcement: nobody more is told or reminded, and nobody has to acknowledge it. */
export const withdrawAnnouncement = endpoint({
  operation: 'withdrawAnnouncement',
  method: 'POST',
  path: '/_chappe/desk/v1/announcements/{announcementId}/withdraw',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: deskReason,
  response: deskAnnouncement,
})
