// POST /_matrix/client/v3/logout/all
import { logoutAll } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Ends every device of the caller. */
export function logoutAllRoute(accounts: Accounts): Route {
  return route(logoutAll, async ({ session }) => {
    await accounts.logoutAll(session)
    return {}
  })
}
