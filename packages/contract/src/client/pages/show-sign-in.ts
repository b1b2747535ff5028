// GET /signin
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page to sign in on. */
export const showSignIn = endpoint({
  operation: 'showSignIn',
  method: 'GET',
  path: '/signin',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    continue: Type.Optional(Type.String({ maxLength: 2048 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
