// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidactions
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { pushAction } from './push-rule.ts'

/** Changes what a push rule does. */
export const setPushRuleActions = endpoint({
  operation: 'setPushRuleActions',
  method: 'PUT',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidactions',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ actions: Type.Array(pushAction, { maxItems: 16 }) }),
  response: Type.Object({}),
})
