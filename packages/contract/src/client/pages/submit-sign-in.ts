// POST /signin
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Signs a browser in with what the page sends: the answer of a passkey, or a name and a password. */
export const submitSignIn = endpoint({
  operation: 'submitSignIn',
  method: 'POST',
  path: '/signin',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
