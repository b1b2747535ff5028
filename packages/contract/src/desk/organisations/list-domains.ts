// GET /_chappe/desk/v1/organisations/{organisationId}/domains
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskDomain } from '../shapes.ts'

/** The domains of mail addresses that an organisation owns, and how their people come in. */
export const listDomains = endpoint({
  operation: 'listDomains',
  method: 'GET',
  path: '/_chappe/desk/v1/organisations/{organisationId}/domains',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer', 'auditor', 'operator'],
  reveals: [],
  response: Type.Object({ domains: Type.Array(deskDomain) }),
})
