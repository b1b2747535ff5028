// POST /_chappe/desk/v1/accounts/{userId}/release
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskReason, deskRequest } from '../shapes.ts'

/** Asks for the release of a contained account: a second person agrees, and the owner enrols anew. */
export const releaseAccount = endpoint({
  operation: 'releaseAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/release',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: ['people'],
  body: deskReason,
  response: deskRequest,
})
