// POST /_chappe/desk/v1/organisations/{organisationId}/contain
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskReason, deskRequest } from '../shapes.ts'

/** Asks for the containment of every account of an organisation: a second person agrees. */
export const containOrganisation = endpoint({
  operation: 'containOrganisation',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations/{organisationId}/contain',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: ['people'],
  body: deskReason,
  response: deskRequest,
})
