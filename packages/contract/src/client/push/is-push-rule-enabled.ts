// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidenabled
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether a push rule is switched on. */
export const isPushRuleEnabled = endpoint({
  operation: 'isPushRuleEnabled',
  method: 'GET',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidenabled',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ enabled: Type.Boolean() }),
})
