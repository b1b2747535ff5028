// POST /_chappe/client/v1/invitations/{invitationId}/extend
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { invitationShape } from './invitation-shape.ts'

/** Moves the end of the account that came of an invitation; one that has expired comes back. */
export const extendInvitation = endpoint({
  operation: 'extendInvitation',
  method: 'POST',
  path: '/_chappe/client/v1/invitations/{invitationId}/extend',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ valid_until_ts: Type.Integer({ minimum: 0 }) }),
  response: invitationShape,
})
