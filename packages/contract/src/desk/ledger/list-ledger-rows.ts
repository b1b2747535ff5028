// GET /_chappe/desk/v1/evidence/{requestId}/rows
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'

const count = Type.Integer({ minimum: 0 })
const textOrNull = Type.Union([Type.String(), Type.Null()])

/** The rows of what was agreed to, with the names of what they are about; for the two who did, as long as the evidence. */
export const listLedgerRows = endpoint({
  operation: 'listLedgerRows',
  method: 'GET',
  path: '/_chappe/desk/v1/evidence/{requestId}/rows',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  query: Type.Object(deskPage),
  response: Type.Object({
    /** How many there are in all. */
    total: count,
    rows: Type.Array(
      Type.Object({
        at_ms: Type.Integer(),
        operation: Type.String(),
        /** `events`, `media`, `people` or `keys`. */
        kind: Type.String(),
        user_id: textOrNull,
        device_id: textOrNull,
        room_id: textOrNull,
        count,
        bytes: count,
        subject: Type.String(),
        address: Type.String(),
      }),
    ),
    next: Type.Optional(Type.String()),
  }),
})
