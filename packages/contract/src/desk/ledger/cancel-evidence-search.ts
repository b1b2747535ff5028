// POST /_chappe/desk/v1/evidence/{requestId}/cancel
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Cancels a search that waits, or is under way; either of the two who have agreed to it. */
export const cancelEvidenceSearch = endpoint({
  operation: 'cancelEvidenceSearch',
  method: 'POST',
  path: '/_chappe/desk/v1/evidence/{requestId}/cancel',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: Type.Object({ reason: deskReason.properties.reason }),
  response: Type.Object({}),
})
