// GET /_chappe/desk/v1/break_glass
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What was done alone that takes two: first what an auditor still has to look at, then what was looked at. */
export const listBreakGlass = endpoint({
  operation: 'listBreakGlass',
  method: 'GET',
  path: '/_chappe/desk/v1/break_glass',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: Type.Object({
    actions: Type.Array(
      Type.Object({
        action_id: Type.Integer(),
        at_ms: Type.Integer(),
        operation: Type.String(),
        /** `desk`, or `machine` for the socket. */
        way: Type.String(),
        user_id: Type.Union([Type.String(), Type.Null()]),
        target: Type.String(),
        reason: Type.String(),
        case_id: Type.Union([Type.Integer(), Type.Null()]),
        /** `done`, or the code of the refusal; null: nothing remains of it. */
        outcome: Type.Union([Type.String(), Type.Null()]),
        /** Until when an auditor is to look at it. */
        review_by_ms: Type.Integer(),
        reviewed_by: Type.Union([Type.String(), Type.Null()]),
        reviewed_at_ms: Type.Union([Type.Integer(), Type.Null()]),
        finding: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  }),
})
