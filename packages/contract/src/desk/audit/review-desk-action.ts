// POST /_chappe/desk/v1/audit/{actionId}/review
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Says that what one person did alone was looked at afterwards, by somebody else. Once: 400 `M_BAD_STATE`. */
export const reviewDeskAction = endpoint({
  operation: 'reviewDeskAction',
  method: 'POST',
  path: '/_chappe/desk/v1/audit/{actionId}/review',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer', 'auditor'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
