// GET /_chappe/scim/v2/Users/{personId}
// https://www.rfc-editor.org/rfc/rfc7644#section-3.4.1
import { endpoint } from '../../endpoint.ts'

/** One user of a directory. */
export const scimGetUser = endpoint({
  operation: 'scimGetUser',
  method: 'GET',
  path: '/_chappe/scim/v2/Users/{personId}',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.4.1',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'read',
  // A directory is shown what it has said itself.
  reveals: [],
  response: 'raw',
})
