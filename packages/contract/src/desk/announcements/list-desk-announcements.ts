// GET /_chappe/desk/v1/announcements
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { deskAnnouncement } from './shapes.ts'

/** Announcements, newest first. */
export const listDeskAnnouncements = endpoint({
  operation: 'listDeskAnnouncements',
  method: 'GET',
  path: '/_chappe/desk/v1/announcements',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object(deskPage),
  response: Type.Object({ announcements: Type.Array(deskAnnouncement), next: Type.Optional(Type.String()) }),
})
