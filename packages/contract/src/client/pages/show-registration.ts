// GET /register
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page to make an account on, where anybody may. */
export const showRegistration = endpoint({
  operation: 'showRegistration',
  method: 'GET',
  path: '/register',
  spec: 'docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    continue: Type.Optional(Type.String({ maxLength: 2048 })),
    user: Type.Optional(Type.String({ maxLength: 255 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
