// PUT /_chappe/desk/v1/accounts/{userId}/job
import { setAccountJob } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Says what somebody does in their organisation. */
export function setAccountJobRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(setAccountJob, async (call) => {
    await accounts.setJob(deskCallOf(setAccountJob, call), { userId: call.params.userId, ...call.body })
    return {}
  })
}
