// GET /_matrix/client/v3/events/{eventId}
import { getOneEvent } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows one event. */
export function getOneEventRoute(rooms: Rooms): Route {
  return route(getOneEvent, async ({ params, session, tap }) => {
    const { text, reads } = await rooms.getOneEvent(session, params.eventId)
    return tap.reveal(new JsonText(text), reads)
  })
}
