// GET /_matrix/client/v3/rooms/{roomId}/context/{eventId}
import { getEventContext } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows an event and what stands around it. */
export function getEventContextRoute(rooms: Rooms): Route {
  return route(getEventContext, async ({ params, query, session, tap }) => {
    const { text, reads } = await rooms.getEventContext(session, { ...params, limit: query.limit, filter: query.filter })
    return tap.reveal(new JsonText(text), reads)
  })
}
