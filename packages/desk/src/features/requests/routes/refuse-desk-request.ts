// POST /_chappe/desk/v1/requests/{requestId}/refuse
import { refuseDeskRequest } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskRequests } from '../requests.ts'

/** Refuses what was asked for, be it by oneself. */
export function refuseDeskRequestRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(refuseDeskRequest, async (call) => {
    await requests.refuse(deskCallOf(refuseDeskRequest, call), numberOf(call.params.requestId, 'request'), call.body)
    return {}
  })
}
