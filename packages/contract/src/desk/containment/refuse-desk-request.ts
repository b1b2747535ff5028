// POST /_chappe/desk/v1/requests/{requestId}/refuse
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Refuses what was asked for, be it by oneself. */
export const refuseDeskRequest = endpoint({
  operation: 'refuseDeskRequest',
  method: 'POST',
  path: '/_chappe/desk/v1/requests/{requestId}/refuse',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
