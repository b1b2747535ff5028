// POST /_chappe/desk/v1/accounts/{userId}/reopen
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Opens an account again that was suspended, expired or quarantined. */
export const reopenAccount = endpoint({
  operation: 'reopenAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/reopen',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer', 'operator'],
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState }),
})
