// POST /_chappe/desk/v1/accounts/{userId}/unwatch
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Watches an account no longer. */
export const unwatchAccount = endpoint({
  operation: 'unwatchAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/unwatch',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState }),
})
