// POST /_chappe/client/v1/devices/end
import { endDevices } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Probation } from '../probation.ts'

/** Signs other devices of the caller's out. */
export function endDevicesRoute(probation: Probation): Route {
  return route(endDevices, async ({ session, body }) => {
    await probation.end(session, body.device_ids)
    return {}
  })
}
