// POST /_chappe/client/v1/pairings/read
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { endpoint } from '../../endpoint.ts'
import { PairedDevice, ReadCode } from './shapes.ts'

/** A device that is in has read the code of one that waits: says who asks. Nothing is let in by it. */
export const readPairing = endpoint({
  operation: 'readPairing',
  method: 'POST',
  path: '/_chappe/client/v1/pairings/read',
  spec: 'docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md',
  auth: 'token',
  rate: 'login',
  reveals: [],
  body: ReadCode,
  response: PairedDevice,
})
