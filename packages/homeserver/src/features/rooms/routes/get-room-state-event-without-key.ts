// GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}
import { getRoomStateEventWithoutKey } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows the state event of a type whose key is empty. */
export function getRoomStateEventWithoutKeyRoute(rooms: Rooms): Route {
  return route(getRoomStateEventWithoutKey, async ({ params, query, session, tap }) => {
    const { roomId, eventType: type } = params
    const { text, reads } = await rooms.getStateEvent(session, { roomId, type, stateKey: '', format: query.format })
    return tap.reveal(new JsonText(text), reads)
  })
}
