// POST /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events
import { getDehydratedDeviceEvents } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DehydratedDevices } from '../dehydrated-devices.ts'

/** The messages that wait for the caller's dehydrated device. They stay until it is removed. */
export function getDehydratedDeviceEventsRoute(devices: DehydratedDevices): Route {
  return route(getDehydratedDeviceEvents, async ({ session, params, body, tap }) => {
    const { events, nextBatch } = await devices.eventsFor(session, params.deviceId, body.next_batch)
    const text = `{"events":[${events.join(',')}],"next_batch":${JSON.stringify(nextBatch)}}`
    if (events.length === 0) return tap.nothing(new JsonText(text))
    return tap.reveal(new JsonText(text), [{ kind: 'keys', count: events.length, subject: 'dehydrated device' }])
  })
}
