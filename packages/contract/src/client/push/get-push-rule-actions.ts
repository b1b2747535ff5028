// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidactions
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { pushAction } from './push-rule.ts'

/** What a push rule does. */
export const getPushRuleActions = endpoint({
  operation: 'getPushRuleActions',
  method: 'GET',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidactions',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ actions: Type.Array(pushAction) }),
})
