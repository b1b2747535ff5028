// PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}
import { setRoomStateWithoutKey } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Later } from '../later.ts'
import type { Rooms } from '../rooms.ts'
import { jsonObjectOf } from '../../../http/json-body.ts'
import { attachedIn } from '../attached.ts'

/** Sets a state event whose key is empty. */
export function setRoomStateWithoutKeyRoute(rooms: Rooms, later: Later): Route {
  return route(setRoomStateWithoutKey, async ({ params, query, body, session }) => {
    const { roomId, eventType: type } = params
    const [content, attach] = [jsonObjectOf(body), attachedIn(query)]
    const delayMs = query['org.matrix.msc4140.delay']
    if (delayMs !== undefined) {
      const input = { roomId, type, stateKey: '', txnId: undefined, content, attach, delayMs }
      return { delay_id: await later.schedule(session, input) }
    }
    return { event_id: await rooms.setRoomState(session, { roomId, type, stateKey: '', content, attach }) }
  })
}
