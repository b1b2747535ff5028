// POST /_chappe/desk/v1/accounts/{userId}/close
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Closes an account for good. One that is contained or quarantined takes a second person. */
export const closeDeskAccount = endpoint({
  operation: 'closeDeskAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/close',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer', 'operator'],
  secondPerson: 'sometimes',
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState, request_id: Type.Optional(Type.Integer()) }),
})
