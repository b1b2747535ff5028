// POST /_chappe/desk/v1/requests/{requestId}/break_glass
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskOutcome, deskReason } from '../shapes.ts'

/** Does alone what takes two people; everybody with the role of an auditor is told at once. */
export const breakGlass = endpoint({
  operation: 'breakGlass',
  method: 'POST',
  path: '/_chappe/desk/v1/requests/{requestId}/break_glass',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: deskReason,
  response: deskOutcome,
})
