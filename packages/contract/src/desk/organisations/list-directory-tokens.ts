// GET /_chappe/desk/v1/organisations/{organisationId}/directory_tokens
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The tokens by which directories of an organisation speak to it through SCIM: their names, never what they are. */
export const listDirectoryTokens = endpoint({
  operation: 'listDirectoryTokens',
  method: 'GET',
  path: '/_chappe/desk/v1/organisations/{organisationId}/directory_tokens',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['operator'],
  reveals: [],
  response: Type.Object({
    tokens: Type.Array(Type.Object({ name: Type.String(), created_at_ms: Type.Integer() })),
  }),
})
