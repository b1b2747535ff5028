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
    /** Whoever comes would like to make an account. */
    create: Type.Optional(Type.String({ maxLength: 1 })),
    /** What an application knows of who comes: an address, or `mxid:` and a user id. */
    login_hint: Type.Optional(Type.String({ maxLength: 512 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
