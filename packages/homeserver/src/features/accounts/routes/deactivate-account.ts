// POST /_matrix/client/v3/account/deactivate
import { deactivateAccount } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Closes the account for good. */
export function deactivateAccountRoute(accounts: Accounts): Route {
  return route(deactivateAccount, async ({ session, body }) => {
    await accounts.deactivate(session, body.erase === undefined ? undefined : { erase: body.erase }, body.auth)
    // Nothing is ever bound from here, so nothing stays bound.
    return { id_server_unbind_result: 'success' as const }
  })
}
