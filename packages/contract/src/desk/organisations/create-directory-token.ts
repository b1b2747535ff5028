// POST /_chappe/desk/v1/organisations/{organisationId}/directory_tokens
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Makes a token for a directory of an organisation; it is told this once. */
export const createDirectoryToken = endpoint({
  operation: 'createDirectoryToken',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations/{organisationId}/directory_tokens',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: Type.Object({ ...deskReason.properties, name: Type.String({ minLength: 1, maxLength: 120 }) }),
  response: Type.Object({ name: Type.String(), token: Type.String() }),
})
