// PUT /_chappe/desk/v1/accounts/{userId}/roles
import { setDeskRoles } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'
import { accountAnswer } from './answers.ts'

/** Sets what an account is at the desk; nobody does so to themselves. */
export function setDeskRolesRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(setDeskRoles, async (call) => {
    const account = await accounts.setRoles(deskCallOf(setDeskRoles, call), { userId: call.params.userId, ...call.body })
    return call.tap.reveal(accountAnswer(account), [{ kind: 'people', count: 1, subject: account.userId }])
  })
}
