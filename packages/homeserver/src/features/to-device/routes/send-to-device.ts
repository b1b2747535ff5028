// PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}
import { sendToDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ToDevice } from '../to-device.ts'

/** Sends an event to devices. */
export function sendToDeviceRoute(toDevice: ToDevice): Route {
  return route(sendToDevice, async ({ session, params, body }) => {
    await toDevice.send(session, { eventType: params.eventType, txnId: params.txnId, messages: body.messages })
    return {}
  })
}
