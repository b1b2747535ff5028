// POST /_chappe/client/v1/account/renewal
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sends the caller a mail by which their account goes on. */
export const requestRenewal = endpoint({
  operation: 'requestRenewal',
  method: 'POST',
  path: '/_chappe/client/v1/account/renewal',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'mail',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
