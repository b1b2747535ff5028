// GET /_chappe/desk/v1/alerts
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { deskAlert } from './shapes.ts'

/** What the server has noticed by itself, or an owner has said, newest first. */
export const listDeskAlerts = endpoint({
  operation: 'listDeskAlerts',
  method: 'GET',
  path: '/_chappe/desk/v1/alerts',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    /** `open`: nobody has looked at it. Left out: all. */
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('done')])),
    ...deskPage,
  }),
  response: Type.Object({ alerts: Type.Array(deskAlert), next: Type.Optional(Type.String()) }),
})
