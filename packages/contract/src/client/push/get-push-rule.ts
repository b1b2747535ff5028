// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleid
import { endpoint } from '../../endpoint.ts'
import { pushRule } from './push-rule.ts'

/** One push rule. */
export const getPushRule = endpoint({
  operation: 'getPushRule',
  method: 'GET',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleid',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: pushRule,
})
