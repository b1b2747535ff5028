// POST /register
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md
import { endpoint } from '../../endpoint.ts'

/** Makes an account with a name and a password, and signs the browser in. */
export const submitRegistration = endpoint({
  operation: 'submitRegistration',
  method: 'POST',
  path: '/register',
  spec: 'docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
