// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidenabled
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Switches a push rule on or off. */
export const setPushRuleEnabled = endpoint({
  operation: 'setPushRuleEnabled',
  method: 'PUT',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidenabled',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ enabled: Type.Boolean() }),
  response: Type.Object({}),
})
