// GET /_chappe/client/v1/mail/confirm
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page behind the link of a mail: what it is about, and a button. Programs that open links confirm nothing. */
export const showMailConfirmation = endpoint({
  operation: 'showMailConfirmation',
  method: 'GET',
  path: '/_chappe/client/v1/mail/confirm',
  spec: 'docs/api/enrolment.md',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    id: Type.Optional(Type.String({ maxLength: 64 })),
    token: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: 'raw',
})
