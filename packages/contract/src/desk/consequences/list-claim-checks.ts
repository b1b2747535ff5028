// GET /_chappe/desk/v1/exposure_reports/{reportId}/claims
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { claimCheckHead } from './claim-shapes.ts'

/** The claim checks of a report, newest first. */
export const listClaimChecks = endpoint({
  operation: 'listClaimChecks',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/claims',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: [],
  query: Type.Object(deskPage),
  response: Type.Object({ checks: Type.Array(Type.Object(claimCheckHead)), next: Type.Optional(Type.String()) }),
})
