// POST /_chappe/desk/v1/organisations/{organisationId}/directory_tokens/{tokenName}/end
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Ends a token: the directory that has it is refused from its next call on. */
export const endDirectoryToken = endpoint({
  operation: 'endDirectoryToken',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations/{organisationId}/directory_tokens/{tokenName}/end',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
