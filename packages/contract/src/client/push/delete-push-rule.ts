// DELETE /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
// https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3pushrulesglobalkindruleid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes a push rule of the caller's own. */
export const deletePushRule = endpoint({
  operation: 'deletePushRule',
  method: 'DELETE',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3pushrulesglobalkindruleid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
