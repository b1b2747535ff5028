// PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}
import { sendEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Later } from '../later.ts'
import type { Rooms } from '../rooms.ts'
import { jsonObjectOf } from '../../../http/json-body.ts'
import { attachedIn } from '../attached.ts'

/** Sends a message event. */
export function sendEventRoute(rooms: Rooms, later: Later): Route {
  return route(sendEvent, async ({ params, query, body, session }) => {
    const { roomId, eventType: type, txnId } = params
    const [content, attach] = [jsonObjectOf(body), attachedIn(query)]
    const delayMs = query['org.matrix.msc4140.delay']
    if (delayMs !== undefined) {
      const input = { roomId, type, stateKey: undefined, txnId, content, attach, delayMs }
      return { delay_id: await later.schedule(session, input) }
    }
    return { event_id: await rooms.sendEvent(session, { roomId, type, content, txnId, attach }) }
  })
}
