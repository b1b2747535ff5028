// GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}
import { getRoomEvent } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows one event. */
export function getRoomEventRoute(rooms: Rooms): Route {
  return route(getRoomEvent, async ({ params, session, tap }) => {
    const { text, reads } = await rooms.getEvent(session, params)
    return tap.reveal(new JsonText(text), reads)
  })
}
