// POST /_chappe/desk/v1/rooms/{roomId}/freeze
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Lets nobody join a room, and shows its past to nobody. */
export const freezeRoom = endpoint({
  operation: 'freezeRoom',
  method: 'POST',
  path: '/_chappe/desk/v1/rooms/{roomId}/freeze',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
