// POST /_chappe/desk/v1/announcements
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { announcementAudience, announcementSeverity, announcementText, deskAnnouncement } from './shapes.ts'

/** Tells many people something. For more than one organisation a second person has to agree first. */
export const publishAnnouncement = endpoint({
  operation: 'publishAnnouncement',
  method: 'POST',
  path: '/_chappe/desk/v1/announcements',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'sometimes',
  reveals: ['people'],
  body: Type.Object({
    severity: announcementSeverity,
    audience: announcementAudience,
    ...announcementText,
    /** Whether everybody has to say that they have read it. */
    must_acknowledge: Type.Boolean(),
    /** Until when. */
    deadline_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    ...deskReason.properties,
  }),
  response: deskAnnouncement,
})
