// GET /enrol/passkey
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page on which a passkey is made. */
export const showNewPasskey = endpoint({
  operation: 'showNewPasskey',
  method: 'GET',
  path: '/enrol/passkey',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
