// GET /_chappe/desk/v1/organisations
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskOrganisation } from '../shapes.ts'

/** Organisations in the order of their ids; an organisation admin sees the own one. */
export const listOrganisations = endpoint({
  operation: 'listOrganisations',
  method: 'GET',
  path: '/_chappe/desk/v1/organisations',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer', 'auditor', 'operator'],
  reveals: [],
  query: Type.Object({
    /** The id after which the list goes on. */
    from: Type.Optional(Type.String({ maxLength: 63 })),
  }),
  response: Type.Object({ organisations: Type.Array(deskOrganisation), next: Type.Optional(Type.String()) }),
})
