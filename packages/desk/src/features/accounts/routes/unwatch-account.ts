// POST /_chappe/desk/v1/accounts/{userId}/unwatch
import { unwatchAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Watches an account no longer. */
export function unwatchAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(unwatchAccount, async (call) => ({
    state: await accounts.change(deskCallOf(unwatchAccount, call), 'unwatch', { userId: call.params.userId, ...call.body }),
  }))
}
