// Every route of messages to devices.
import type { Route } from '../../../http/route.ts'
import type { ToDevice } from '../to-device.ts'
import { sendToDeviceRoute } from './send-to-device.ts'

/** The routes, tied to their operations. */
export function toDeviceRoutes(toDevice: ToDevice): Route[] {
  return [sendToDeviceRoute(toDevice)]
}
