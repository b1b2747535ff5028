// POST /_chappe/client/v1/recoveries
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks that somebody who has lost every passkey be let in again: an organisation admin or a security officer does. */
export const askRecovery = endpoint({
  operation: 'askRecovery',
  method: 'POST',
  path: '/_chappe/client/v1/recoveries',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    user_id: Type.String({ minLength: 1, maxLength: 255 }),
    /** How it was made sure that it is them; shown to whoever agrees. */
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  response: Type.Object({ recovery_id: Type.String() }),
})
