// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/contain
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Ends one device of an account: its tokens, keys and pushers; others hear that it is gone. */
export const containDevice = endpoint({
  operation: 'containDevice',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/contain',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
