// Every route of dehydrated devices.
import type { Route } from '../../../http/route.ts'
import type { DehydratedDevices } from '../dehydrated-devices.ts'
import { deleteDehydratedDeviceRoute } from './delete-dehydrated-device.ts'
import { getDehydratedDeviceEventsRoute } from './get-dehydrated-device-events.ts'
import { getDehydratedDeviceRoute } from './get-dehydrated-device.ts'
import { putDehydratedDeviceRoute } from './put-dehydrated-device.ts'

/** The routes, tied to their operations. */
export function dehydratedDevicesRoutes(devices: DehydratedDevices): Route[] {
  return [
    putDehydratedDeviceRoute(devices),
    getDehydratedDeviceRoute(devices),
    deleteDehydratedDeviceRoute(devices),
    getDehydratedDeviceEventsRoute(devices),
  ]
}
