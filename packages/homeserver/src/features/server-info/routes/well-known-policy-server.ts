// GET /.well-known/matrix/policy_server
import { wellKnownPolicyServer } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** The public key of the policy server, where there is one. */
export function wellKnownPolicyServerRoute(info: ServerInfo): Route {
  return route(wellKnownPolicyServer, () => ({ public_keys: info.getPolicyServerKeys() }))
}
