// PUT /_chappe/desk/v1/organisations/{organisationId}/domains/{domain}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskDomain, deskReason, domainRule } from '../shapes.ts'

/** Gives an organisation a domain, or changes how its people come in. */
export const setDomain = endpoint({
  operation: 'setDomain',
  method: 'PUT',
  path: '/_chappe/desk/v1/organisations/{organisationId}/domains/{domain}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: Type.Object({ ...deskReason.properties, ...domainRule }),
  response: deskDomain,
})
