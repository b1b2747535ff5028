// POST /_chappe/client/v1/devices/{deviceId}/approve
// docs/decisions/0117-let-a-device-in-by-what-it-shows.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends the probation of another device of the caller's, who has read its mark there and touched a passkey on this one. */
export const approveDevice = endpoint({
  operation: 'approveDevice',
  method: 'POST',
  path: '/_chappe/client/v1/devices/{deviceId}/approve',
  spec: 'docs/decisions/0117-let-a-device-in-by-what-it-shows.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ mark: Type.String({ maxLength: 64 }) }),
  response: Type.Object({}),
})
