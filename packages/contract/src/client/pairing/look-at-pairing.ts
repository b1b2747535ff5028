// POST /_chappe/client/v1/pairings/look
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { PairedDevice, PairingToken } from './shapes.ts'

/** How a code stands, for the two devices it is between. */
export const lookAtPairing = endpoint({
  operation: 'lookAtPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/look',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  body: Type.Object({ token: PairingToken }),
  response: Type.Object({
    state: Type.Union([Type.Literal('open'), Type.Literal('met'), Type.Literal('accepted'), Type.Literal('ended'), Type.Literal('over')]),
    /** Why it has ended. */
    reason: Type.Optional(Type.String()),
    /** The other device, once there is one. */
    other: Type.Optional(PairedDevice),
  }),
})
