// PUT /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
import { putDehydratedDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DehydratedDevices } from '../dehydrated-devices.ts'

/** Stores the caller's dehydrated device with its keys, in place of the one before. */
export function putDehydratedDeviceRoute(devices: DehydratedDevices): Route {
  return route(putDehydratedDevice, async ({ session, body }) => ({
    device_id: await devices.put(session, {
      deviceId: body.device_id,
      data: body.device_data,
      displayName: body.initial_device_display_name,
      deviceKeys: body.device_keys,
      oneTimeKeys: body.one_time_keys,
      fallbackKeys: body.fallback_keys,
    }),
  }))
}
