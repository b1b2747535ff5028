// GET /_chappe/client/v1/organisations
// docs/api/standings.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { organisationShape } from './shapes.ts'

/** What the organisations of the server are called: whoever opens a room says for whom it is. Not for externals. */
export const listOrganisationNames = endpoint({
  operation: 'listOrganisationNames',
  method: 'GET',
  path: '/_chappe/client/v1/organisations',
  spec: 'docs/api/standings.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  /** By their ids; at most 1,000. */
  response: Type.Object({ organisations: Type.Array(organisationShape) }),
})
