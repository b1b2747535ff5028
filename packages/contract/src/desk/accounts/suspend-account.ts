// POST /_chappe/desk/v1/accounts/{userId}/suspend
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Lets an account read, and do nothing else. */
export const suspendAccount = endpoint({
  operation: 'suspendAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/suspend',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer', 'operator'],
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState }),
})
