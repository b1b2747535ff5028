// GET /_matrix/client/v1/rooms/{roomId}/timestamp_to_event
import { getEventByTimestamp } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Names the event closest to a time. */
export function getEventByTimestampRoute(rooms: Rooms): Route {
  return route(getEventByTimestamp, async ({ params, query, session, tap }) => {
    const { text, reads } = await rooms.getEventByTimestamp(session, { roomId: params.roomId, ts: query.ts, dir: query.dir })
    return tap.reveal(new JsonText(text), reads)
  })
}
