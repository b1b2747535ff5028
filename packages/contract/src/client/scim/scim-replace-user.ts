// PUT /_chappe/scim/v2/Users/{personId}
// https://www.rfc-editor.org/rfc/rfc7644#section-3.5.1
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A directory says anew who somebody is. Who is not active any more is suspended at once. */
export const scimReplaceUser = endpoint({
  operation: 'scimReplaceUser',
  method: 'PUT',
  path: '/_chappe/scim/v2/Users/{personId}',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.5.1',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'write',
  // A directory is shown what it has said itself.
  reveals: [],
  body: Type.Record(Type.String(), Type.Unknown()),
  response: 'raw',
})
