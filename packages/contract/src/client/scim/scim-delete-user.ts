// DELETE /_chappe/scim/v2/Users/{personId}
// https://www.rfc-editor.org/rfc/rfc7644#section-3.6
import { endpoint } from '../../endpoint.ts'

/** A directory has somebody no more: their account is suspended at once. */
export const scimDeleteUser = endpoint({
  operation: 'scimDeleteUser',
  method: 'DELETE',
  path: '/_chappe/scim/v2/Users/{personId}',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.6',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'write',
  // A directory is shown what it has said itself.
  reveals: [],
  response: 'raw',
})
