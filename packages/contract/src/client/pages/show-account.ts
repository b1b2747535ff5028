// GET /account
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The first page of an account, or the one that an action of MSC4191 names. */
export const showAccount = endpoint({
  operation: 'showAccount',
  method: 'GET',
  path: '/account',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    action: Type.Optional(Type.String({ maxLength: 64 })),
    device_id: Type.Optional(Type.String({ maxLength: 255 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
