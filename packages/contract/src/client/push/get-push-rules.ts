// GET /_matrix/client/v3/pushrules/
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { pushRuleset } from './push-rule.ts'

/** Every push rule of the caller. */
export const getPushRules = endpoint({
  operation: 'getPushRules',
  method: 'GET',
  path: '/_matrix/client/v3/pushrules/',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({ global: pushRuleset }),
})
