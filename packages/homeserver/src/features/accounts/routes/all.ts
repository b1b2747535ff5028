// Every route of accounts.
import type { Route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { registerRoute } from './register.ts'
import { whoamiRoute } from './whoami.ts'

/** The routes, tied to their operations. */
export function accountsRoutes(accounts: Accounts): Route[] {
  return [registerRoute(accounts), whoamiRoute()]
}
