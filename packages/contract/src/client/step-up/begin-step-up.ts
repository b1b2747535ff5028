// POST /_chappe/client/v1/step_up/begin
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What a client asks the browser for, so that its owner touches a passkey for this device. */
export const beginStepUp = endpoint({
  operation: 'beginStepUp',
  method: 'POST',
  path: '/_chappe/client/v1/step_up/begin',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({ options: Type.Object({}) }),
})
