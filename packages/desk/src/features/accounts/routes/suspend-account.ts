// POST /_chappe/desk/v1/accounts/{userId}/suspend
import { suspendAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Lets an account read, and do nothing else. */
export function suspendAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(suspendAccount, async (call) => ({
    state: await accounts.change(deskCallOf(suspendAccount, call), 'suspend', { userId: call.params.userId, ...call.body }),
  }))
}
