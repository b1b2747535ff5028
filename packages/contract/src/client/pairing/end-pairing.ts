// POST /_chappe/client/v1/pairings/end
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { PairingToken } from './shapes.ts'

/** Makes a code useless, by either of its two devices. */
export const endPairing = endpoint({
  operation: 'endPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/end',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({
    token: PairingToken,
    /** `keys`: what was said under the code is not what the server says of the keys. That goes on record. */
    reason: Type.Union([Type.Literal('closed'), Type.Literal('denied'), Type.Literal('keys')]),
  }),
  response: Type.Object({}),
})
