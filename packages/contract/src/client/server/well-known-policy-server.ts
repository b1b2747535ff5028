// GET /.well-known/matrix/policy_server
// https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixpolicy_server
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The public key of the policy server, where there is one. */
export const wellKnownPolicyServer = endpoint({
  operation: 'getWellknownPolicy',
  method: 'GET',
  path: '/.well-known/matrix/policy_server',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixpolicy_server',
  auth: 'none',
  rate: 'read',
  reveals: [],
  response: Type.Object({ public_keys: Type.Record(Type.String(), Type.String()) }),
})
