// POST /_chappe/desk/v1/attributions/{requestId}/cancel
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Cancels an attribution that waits, or is being worked out; either of the two who have agreed to it. */
export const cancelAttribution = endpoint({
  operation: 'cancelAttribution',
  method: 'POST',
  path: '/_chappe/desk/v1/attributions/{requestId}/cancel',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: Type.Object({ reason: deskReason.properties.reason }),
  response: Type.Object({}),
})
