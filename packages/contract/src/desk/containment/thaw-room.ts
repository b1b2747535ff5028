// POST /_chappe/desk/v1/rooms/{roomId}/thaw
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Undoes a freeze. */
export const thawRoom = endpoint({
  operation: 'thawRoom',
  method: 'POST',
  path: '/_chappe/desk/v1/rooms/{roomId}/thaw',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
