// POST /_chappe/desk/v1/accounts/{userId}/recover
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Asks that somebody who has lost every passkey be let in again; `reason` says how it was made sure that it is them. */
export const askDeskRecovery = endpoint({
  operation: 'askDeskRecovery',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/recover',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer'],
  reveals: [],
  body: Type.Object({ ...deskReason.properties, reason: Type.String({ minLength: 1, maxLength: 500 }) }),
  response: Type.Object({ recovery_id: Type.String() }),
})
