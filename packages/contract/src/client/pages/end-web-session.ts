// POST /signout
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Signs a browser out of the pages. */
export const endWebSession = endpoint({
  operation: 'endWebSession',
  method: 'POST',
  path: '/signout',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
