// GET /_matrix/client/v3/pushrules/global/
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobal
import { endpoint } from '../../endpoint.ts'
import { pushRuleset } from './push-rule.ts'

/** The one set of push rules that is defined. */
export const getPushRulesGlobal = endpoint({
  operation: 'getPushRulesGlobal',
  method: 'GET',
  path: '/_matrix/client/v3/pushrules/global/',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobal',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: pushRuleset,
})
