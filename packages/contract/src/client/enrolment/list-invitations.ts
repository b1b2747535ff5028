// GET /_chappe/client/v1/invitations
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { invitationShape } from './invitation-shape.ts'

/** The invitations that the caller has made, newest first. */
export const listInvitations = endpoint({
  operation: 'listInvitations',
  method: 'GET',
  path: '/_chappe/client/v1/invitations',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ invitations: Type.Array(invitationShape) }),
})
