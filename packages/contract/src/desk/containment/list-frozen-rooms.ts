// GET /_chappe/desk/v1/frozen_rooms
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The rooms that are frozen, the last one first. */
export const listFrozenRooms = endpoint({
  operation: 'listFrozenRooms',
  method: 'GET',
  path: '/_chappe/desk/v1/frozen_rooms',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['events'],
  response: Type.Object({
    rooms: Type.Array(
      Type.Object({ room_id: Type.String(), name: Type.Union([Type.String(), Type.Null()]), frozen_at_ms: Type.Integer() }),
    ),
  }),
})
