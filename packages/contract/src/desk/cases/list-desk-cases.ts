// GET /_chappe/desk/v1/cases
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCase, deskPage } from '../shapes.ts'

/** Cases, newest first. */
export const listDeskCases = endpoint({
  operation: 'listDeskCases',
  method: 'GET',
  path: '/_chappe/desk/v1/cases',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object(deskPage),
  response: Type.Object({ cases: Type.Array(deskCase), next: Type.Optional(Type.String()) }),
})
