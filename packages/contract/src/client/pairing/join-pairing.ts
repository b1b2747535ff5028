// POST /_chappe/client/v1/pairings/join
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { PairedDevice, PairingProof, readCode } from './shapes.ts'

/** A device that waits, and has been touched for a code of its own, has read the code of one that is in instead. */
export const joinPairing = endpoint({
  operation: 'joinPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/join',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: Type.Object({ ...readCode, proof: PairingProof }),
  response: PairedDevice,
})
