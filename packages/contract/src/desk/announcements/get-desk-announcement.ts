// GET /_chappe/desk/v1/announcements/{announcementId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskAnnouncement } from './shapes.ts'

const count = Type.Integer({ minimum: 0 })

/** One announcement, with how far each organisation is. */
export const getDeskAnnouncement = endpoint({
  operation: 'getDeskAnnouncement',
  method: 'GET',
  path: '/_chappe/desk/v1/announcements/{announcementId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: Type.Object({
    ...deskAnnouncement.properties,
    organisations: Type.Array(
      Type.Object({
        /** Null: people of no organisation. */
        organisation_id: Type.Union([Type.String(), Type.Null()]),
        name: Type.Union([Type.String(), Type.Null()]),
        recipients: count,
        told: count,
        acknowledged: count,
      }),
    ),
  }),
})
