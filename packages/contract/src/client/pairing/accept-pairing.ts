// POST /_chappe/client/v1/pairings/accept
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { PairingToken } from './shapes.ts'

/** Lets the device in that the code is of, once, after a touch on the one that is in. */
export const acceptPairing = endpoint({
  operation: 'acceptPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/accept',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({ token: PairingToken }),
  response: Type.Object({ device_id: Type.String() }),
})
