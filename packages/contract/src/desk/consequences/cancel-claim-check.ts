// POST /_chappe/desk/v1/claim_checks/{checkId}/cancel
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Cancels a claim check that waits, or is being worked out. */
export const cancelClaimCheck = endpoint({
  operation: 'cancelClaimCheck',
  method: 'POST',
  path: '/_chappe/desk/v1/claim_checks/{checkId}/cancel',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer', 'auditor'],
  reveals: [],
  body: Type.Object({ reason: deskReason.properties.reason }),
  response: Type.Object({}),
})
