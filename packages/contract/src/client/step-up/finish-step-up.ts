// POST /_chappe/client/v1/step_up/finish
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes the touch: what was refused for want of one may be asked for again within five minutes. */
export const finishStepUp = endpoint({
  operation: 'finishStepUp',
  method: 'POST',
  path: '/_chappe/client/v1/step_up/finish',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    /** What the browser answered, as the JSON text of `PublicKeyCredential.toJSON()`. */
    credential: Type.String({ minLength: 1, maxLength: 16_384 }),
  }),
  response: Type.Object({ expires_in_ms: Type.Integer() }),
})
