// POST /_chappe/scim/v2/Users
// https://www.rfc-editor.org/rfc/rfc7644#section-3.3
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A directory says that somebody works there. */
export const scimCreateUser = endpoint({
  operation: 'scimCreateUser',
  method: 'POST',
  path: '/_chappe/scim/v2/Users',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.3',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'write',
  // A directory is shown what it has said itself.
  reveals: [],
  body: Type.Record(Type.String(), Type.Unknown()),
  response: 'raw',
})
