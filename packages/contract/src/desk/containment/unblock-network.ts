// POST /_chappe/desk/v1/networks/{blockId}/unblock
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Answers calls from a network again. */
export const unblockNetwork = endpoint({
  operation: 'unblockNetwork',
  method: 'POST',
  path: '/_chappe/desk/v1/networks/{blockId}/unblock',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
