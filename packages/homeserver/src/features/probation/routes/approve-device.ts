// POST /_chappe/client/v1/devices/{deviceId}/approve
import { approveDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Probation } from '../probation.ts'

/** Ends the probation of another device of the caller's. */
export function approveDeviceRoute(probation: Probation): Route {
  return route(approveDevice, async ({ session, params, body }) => {
    await probation.approve(session, params.deviceId, body.mark)
    return {}
  })
}
