// GET /enrol
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page to enrol on: by an address, or by the link that was given or sent. */
export const showEnrolment = endpoint({
  operation: 'showEnrolment',
  method: 'GET',
  path: '/enrol',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    token: Type.Optional(Type.String({ maxLength: 128 })),
    id: Type.Optional(Type.String({ maxLength: 64 })),
    /** What the field of the address holds at first. */
    address: Type.Optional(Type.String({ maxLength: 255 })),
    /** Where it goes on at the end. */
    continue: Type.Optional(Type.String({ maxLength: 2048 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
