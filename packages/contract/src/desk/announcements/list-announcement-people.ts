// GET /_chappe/desk/v1/announcements/{announcementId}/people
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'

/** Who an announcement is for, and who of them has acknowledged it, in the order of their numbers. */
export const listAnnouncementPeople = endpoint({
  operation: 'listAnnouncementPeople',
  method: 'GET',
  path: '/_chappe/desk/v1/announcements/{announcementId}/people',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    /** Only who has acknowledged it, or has not. */
    acknowledged: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    organisation_id: Type.Optional(Type.String({ maxLength: 63 })),
    ...deskPage,
  }),
  response: Type.Object({
    people: Type.Array(
      Type.Object({
        user_id: Type.String(),
        organisation_id: Type.Union([Type.String(), Type.Null()]),
        told_at_ms: Type.Union([Type.Integer(), Type.Null()]),
        acknowledged_at_ms: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
    next: Type.Optional(Type.String()),
  }),
})
