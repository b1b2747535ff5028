// GET /_matrix/client/v3/login
import { getLoginFlows } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Lists the ways to log in. */
export function getLoginFlowsRoute(accounts: Accounts): Route {
  return route(getLoginFlows, () => ({ flows: accounts.loginFlows() }))
}
