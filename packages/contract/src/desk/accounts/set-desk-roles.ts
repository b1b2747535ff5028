// PUT /_chappe/desk/v1/accounts/{userId}/roles
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskAccount, deskReason, deskRole } from '../shapes.ts'

/** Sets what an account is at the desk; nobody does so to themselves. */
export const setDeskRoles = endpoint({
  operation: 'setDeskRoles',
  method: 'PUT',
  path: '/_chappe/desk/v1/accounts/{userId}/roles',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: ['people'],
  body: Type.Object({
    ...deskReason.properties,
    roles: Type.Array(deskRole, { maxItems: 4, uniqueItems: true }),
  }),
  response: deskAccount,
})
