// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/approve
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Ends the probation of a new device of somebody who has no other one at hand; its owner is told. */
export const approveDeskDevice = endpoint({
  operation: 'approveDeskDevice',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/approve',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
