// DELETE /_chappe/client/v1/invitations/{invitationId}
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes an invitation back that was not accepted. */
export const revokeInvitation = endpoint({
  operation: 'revokeInvitation',
  method: 'DELETE',
  path: '/_chappe/client/v1/invitations/{invitationId}',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
