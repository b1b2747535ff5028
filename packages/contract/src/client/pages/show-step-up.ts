// GET /step-up
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page on which a passkey is touched once more, for one act. */
export const showStepUp = endpoint({
  operation: 'showStepUp',
  method: 'GET',
  path: '/step-up',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    ticket: Type.Optional(Type.String({ maxLength: 64 })),
    continue: Type.Optional(Type.String({ maxLength: 2048 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
