// GET /enrol/done
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page that says how to go on after enrolment. */
export const showEnrolmentDone = endpoint({
  operation: 'showEnrolmentDone',
  method: 'GET',
  path: '/enrol/done',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
