// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/end_session
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Ends the tokens of one device, which stays known to others. */
export const containSession = endpoint({
  operation: 'containSession',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/end_session',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
