// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/end_session
import { containSession } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Ends the tokens of one device, which stays known to others. */
export function containSessionRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(containSession, async (call) => {
    const { userId, deviceId } = call.params
    await containment.endSession(deskCallOf(containSession, call), { userId, deviceId, ...call.body })
    return {}
  })
}
