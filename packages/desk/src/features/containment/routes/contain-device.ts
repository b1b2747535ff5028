// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/contain
import { containDevice } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Ends one device of an account: its tokens, keys and pushers; others hear that it is gone. */
export function containDeviceRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(containDevice, async (call) => {
    const { userId, deviceId } = call.params
    await containment.endDevice(deskCallOf(containDevice, call), { userId, deviceId, ...call.body })
    return {}
  })
}
