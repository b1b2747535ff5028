// POST /_chappe/client/v1/pairings/begin
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What a device that waits asks its browser for: the touch of a passkey that is good for a code of this device alone. */
export const beginPairing = endpoint({
  operation: 'beginPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/begin',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({ options: Type.Object({}) }),
})
