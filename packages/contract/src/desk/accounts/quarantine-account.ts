// POST /_chappe/desk/v1/accounts/{userId}/quarantine
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Lets an account read and write nothing for the time being; its sessions are kept. */
export const quarantineAccount = endpoint({
  operation: 'quarantineAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/quarantine',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({ state: accountState }),
})
