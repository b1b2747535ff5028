// Every route of devices that wait to be approved.
import type { Route } from '../../../http/route.ts'
import type { Probation } from '../probation.ts'
import { approveDeviceRoute } from './approve-device.ts'
import { endDevicesRoute } from './end-devices.ts'
import { reportTakeoverRoute } from './report-takeover.ts'
import { showTakeoverLinkRoute } from './show-takeover-link.ts'
import { useTakeoverLinkRoute } from './use-takeover-link.ts'

/** The routes, tied to their operations. */
export function probationRoutes(probation: Probation): Route[] {
  return [approveDeviceRoute(probation), endDevicesRoute(probation), reportTakeoverRoute(probation), showTakeoverLinkRoute(probation), useTakeoverLinkRoute(probation)]
}
