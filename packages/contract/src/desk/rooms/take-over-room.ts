// POST /_chappe/desk/v1/rooms/{roomId}/take_over
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Makes whoever asks the admin of a room of their organisation that has none who can act, and invites them to it. */
export const takeOverRoom = endpoint({
  operation: 'takeOverRoom',
  method: 'POST',
  path: '/_chappe/desk/v1/rooms/{roomId}/take_over',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'operator'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
