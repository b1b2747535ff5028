// POST /enrol
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Takes a one-time link, or an address and the code that was sent to it, and lets somebody register a passkey. */
export const beginEnrolment = endpoint({
  operation: 'beginEnrolment',
  method: 'POST',
  path: '/enrol',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'write',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
