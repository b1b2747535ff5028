// POST /_chappe/desk/v1/break_glass/{actionId}/review
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Notes what an auditor has found who looked at what somebody did alone; `reason` is the finding. Once, and never by who did it. */
export const reviewBreakGlass = endpoint({
  operation: 'reviewBreakGlass',
  method: 'POST',
  path: '/_chappe/desk/v1/break_glass/{actionId}/review',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['auditor'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
