// GET /_chappe/scim/v2/Users
// https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The users of a directory, all or by a filter. */
export const scimListUsers = endpoint({
  operation: 'scimListUsers',
  method: 'GET',
  path: '/_chappe/scim/v2/Users',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'read',
  // A directory is shown what it has said itself.
  reveals: [],
  query: Type.Object({
    filter: Type.Optional(Type.String({ maxLength: 512 })),
    startIndex: Type.Optional(Type.Integer()),
    count: Type.Optional(Type.Integer()),
  }),
  response: 'raw',
})
