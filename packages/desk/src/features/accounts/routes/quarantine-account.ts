// POST /_chappe/desk/v1/accounts/{userId}/quarantine
import { quarantineAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Lets an account read and write nothing for the time being; its sessions are kept. */
export function quarantineAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(quarantineAccount, async (call) => ({
    state: await accounts.change(deskCallOf(quarantineAccount, call), 'quarantine', { userId: call.params.userId, ...call.body }),
  }))
}
