// GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}
import { getRoomStateEvent } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows one state event. */
export function getRoomStateEventRoute(rooms: Rooms): Route {
  return route(getRoomStateEvent, async ({ params, query, session, tap }) => {
    const { roomId, eventType: type, stateKey } = params
    const { text, reads } = await rooms.getStateEvent(session, { roomId, type, stateKey, format: query.format })
    return tap.reveal(new JsonText(text), reads)
  })
}
