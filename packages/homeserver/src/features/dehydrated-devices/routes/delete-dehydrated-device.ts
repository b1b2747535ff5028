// DELETE /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
import { deleteDehydratedDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DehydratedDevices } from '../dehydrated-devices.ts'

/** Removes the caller's dehydrated device. */
export function deleteDehydratedDeviceRoute(devices: DehydratedDevices): Route {
  return route(deleteDehydratedDevice, async ({ session }) => ({ device_id: await devices.delete(session) }))
}
