// GET /_chappe/desk/v1/reports
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCaseFilter, deskPage } from '../shapes.ts'
import { deskReport, reportState } from './shapes.ts'

/** What people have reported, newest first. */
export const listDeskReports = endpoint({
  operation: 'listDeskReports',
  method: 'GET',
  path: '/_chappe/desk/v1/reports',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({ ...deskCaseFilter, ...deskPage, state: Type.Optional(reportState) }),
  response: Type.Object({ reports: Type.Array(deskReport), next: Type.Optional(Type.String()) }),
})
