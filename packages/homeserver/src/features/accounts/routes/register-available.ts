// GET /_matrix/client/v3/register/available
import { registerAvailable } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Says whether a user name may be registered. */
export function registerAvailableRoute(accounts: Accounts): Route {
  return route(registerAvailable, async ({ query }) => {
    await accounts.assertAvailable(query.username)
    return { available: true }
  })
}
