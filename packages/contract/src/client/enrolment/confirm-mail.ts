// POST /_chappe/client/v1/mail/confirm
// docs/api/enrolment.md
import { endpoint } from '../../endpoint.ts'

/** Does what the link of a mail is for, once: a form with `id` and `token`, no JSON. */
export const confirmMail = endpoint({
  operation: 'confirmMail',
  method: 'POST',
  path: '/_chappe/client/v1/mail/confirm',
  spec: 'docs/api/enrolment.md',
  auth: 'none',
  rate: 'login',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
