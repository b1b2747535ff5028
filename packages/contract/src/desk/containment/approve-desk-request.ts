// POST /_chappe/desk/v1/requests/{requestId}/approve
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskOutcome, deskReason } from '../shapes.ts'

/** Agrees to what somebody else has asked for, which is then done. */
export const approveDeskRequest = endpoint({
  operation: 'approveDeskRequest',
  method: 'POST',
  path: '/_chappe/desk/v1/requests/{requestId}/approve',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: deskReason,
  response: deskOutcome,
})
