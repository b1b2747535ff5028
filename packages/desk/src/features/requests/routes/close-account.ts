// POST /_chappe/desk/v1/accounts/{userId}/close
import { closeDeskAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskRequests } from '../requests.ts'

/** Closes an account for good. One that is contained or quarantined takes a second person. */
export function closeDeskAccountRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(closeDeskAccount, async (call) => {
    const request = await requests.close(deskCallOf(closeDeskAccount, call), { userId: call.params.userId, ...call.body })
    return request === undefined ? { state: 'closed' as const } : { state: 'contained' as const, request_id: request.requestNid }
  })
}
