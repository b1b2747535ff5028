// POST /enrol/passkey
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Adds the passkey that a browser has made. */
export const submitNewPasskey = endpoint({
  operation: 'submitNewPasskey',
  method: 'POST',
  path: '/enrol/passkey',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'write',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
