// GET /_chappe/desk/v1/handovers
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Rooms without an admin that wait for somebody of their organisation, oldest first; for operators those that are of none. */
export const listHandovers = endpoint({
  operation: 'listHandovers',
  method: 'GET',
  path: '/_chappe/desk/v1/handovers',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'operator'],
  reveals: ['people'],
  response: Type.Object({
    rooms: Type.Array(
      Type.Object({
        room_id: Type.String(),
        /** Null: of none. */
        organisation_id: Type.Union([Type.String(), Type.Null()]),
        /** `admin_left`, or `admins_stopped`. */
        reason: Type.String(),
        last_admin: Type.String(),
        since_ms: Type.Integer(),
      }),
    ),
  }),
})
