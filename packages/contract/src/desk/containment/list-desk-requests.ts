// GET /_chappe/desk/v1/requests
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCaseFilter, deskRequest } from '../shapes.ts'

/** What waits for a second person, oldest first, then what was decided lately. */
export const listDeskRequests = endpoint({
  operation: 'listDeskRequests',
  method: 'GET',
  path: '/_chappe/desk/v1/requests',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object(deskCaseFilter),
  response: Type.Object({ requests: Type.Array(deskRequest) }),
})
