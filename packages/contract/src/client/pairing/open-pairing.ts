// POST /_chappe/client/v1/pairings
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { PairingProof, PairingToken, PublicKey } from './shapes.ts'

/** Opens the pairing behind a code that a device has drawn and shows. A device that waits brings the touch of a passkey; one that is in was touched within five minutes. */
export const openPairing = endpoint({
  operation: 'openPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({
    token: PairingToken,
    /** What the browser answered, as the JSON text of `PublicKeyCredential.toJSON()`; from a device that waits. */
    credential: Type.Optional(Type.String({ minLength: 1, maxLength: 16_384 })),
    device_key: PublicKey,
    /** The account's identity as the device knows it; empty where there is none yet. */
    master_key: Type.Union([PublicKey, Type.Literal('')]),
    proof: PairingProof,
  }),
  response: Type.Object({ expires_in_ms: Type.Integer() }),
})
