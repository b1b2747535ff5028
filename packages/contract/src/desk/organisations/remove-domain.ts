// POST /_chappe/desk/v1/organisations/{organisationId}/domains/{domain}/remove
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Takes a domain away; accounts that came in by it stay. */
export const removeDomain = endpoint({
  operation: 'removeDomain',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations/{organisationId}/domains/{domain}/remove',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
