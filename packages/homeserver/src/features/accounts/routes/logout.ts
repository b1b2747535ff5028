// POST /_matrix/client/v3/logout
import { logout } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Ends the calling device. */
export function logoutRoute(accounts: Accounts): Route {
  return route(logout, async ({ session }) => {
    await accounts.logout(session)
    return {}
  })
}
