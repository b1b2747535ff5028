// POST /_chappe/desk/v1/accounts/{userId}/reopen
import { reopenAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Opens an account again that was suspended, expired or quarantined. */
export function reopenAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(reopenAccount, async (call) => ({
    state: await accounts.change(deskCallOf(reopenAccount, call), 'reopen', { userId: call.params.userId, ...call.body }),
  }))
}
