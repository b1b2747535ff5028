// POST /_chappe/desk/v1/accounts/{userId}/recover
import { askDeskRecovery } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRecoveries } from '../recoveries.ts'

/** Asks that somebody be let in again. */
export function askDeskRecoveryRoute({ route }: DeskPorts, recoveries: DeskRecoveries): Route {
  return route(askDeskRecovery, async (call) => ({
    recovery_id: await recoveries.ask(deskCallOf(askDeskRecovery, call), { userId: call.params.userId, ...call.body }),
  }))
}
