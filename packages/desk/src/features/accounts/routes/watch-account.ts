// POST /_chappe/desk/v1/accounts/{userId}/watch
import { watchAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Watches an account, which is not told. */
export function watchAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(watchAccount, async (call) => ({
    state: await accounts.change(deskCallOf(watchAccount, call), 'watch', { userId: call.params.userId, ...call.body }),
  }))
}
