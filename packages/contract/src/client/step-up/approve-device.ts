// POST /_chappe/client/v1/devices/{deviceId}/approve
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends the probation of another device of the caller's, who has touched a passkey on this one. */
export const approveDevice = endpoint({
  operation: 'approveDevice',
  method: 'POST',
  path: '/_chappe/client/v1/devices/{deviceId}/approve',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
