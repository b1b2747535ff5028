// GET /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
import { getDehydratedDevice } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DehydratedDevices } from '../dehydrated-devices.ts'

/** The caller's dehydrated device. */
export function getDehydratedDeviceRoute(devices: DehydratedDevices): Route {
  return route(getDehydratedDevice, async ({ session, tap }) => {
    const { deviceId, dataText } = await devices.get(session)
    return tap.reveal(new JsonText(`{"device_id":${JSON.stringify(deviceId)},"device_data":${dataText}}`), [{ kind: 'keys', count: 1, subject: 'dehydrated device' }])
  })
}
