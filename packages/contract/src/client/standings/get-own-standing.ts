// GET /_chappe/client/v1/me
// docs/api/standings.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountKind, organisationShape } from './shapes.ts'

/** What kind of account the caller has, and of which organisation it is. */
export const getOwnStanding = endpoint({
  operation: 'getOwnStanding',
  method: 'GET',
  path: '/_chappe/client/v1/me',
  spec: 'docs/api/standings.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ user_id: Type.String(), account_type: accountKind, organisation: Type.Optional(organisationShape) }),
})
