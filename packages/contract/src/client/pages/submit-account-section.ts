// POST /account/{section}
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { endpoint } from '../../endpoint.ts'

/** Does what a form of an account page asks for. */
export const submitAccountSection = endpoint({
  operation: 'submitAccountSection',
  method: 'POST',
  path: '/account/{section}',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'write',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
