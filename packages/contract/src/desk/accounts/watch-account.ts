// POST /_chappe/desk/v1/accounts/{userId}/watch
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Watches an account, which is not told. */
export const watchAccount = endpoint({
  operation: 'watchAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/watch',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState }),
})
