// GET /account/{section}
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A page of an account: passkeys, devices, what to do when it was somebody else. */
export const showAccountSection = endpoint({
  operation: 'showAccountSection',
  method: 'GET',
  path: '/account/{section}',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    device_id: Type.Optional(Type.String({ maxLength: 255 })),
    did: Type.Optional(Type.String({ maxLength: 32 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
