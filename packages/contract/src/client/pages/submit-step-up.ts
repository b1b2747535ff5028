// POST /step-up
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Takes the touch of a passkey. */
export const submitStepUp = endpoint({
  operation: 'submitStepUp',
  method: 'POST',
  path: '/step-up',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'write',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
