// GET /_matrix/client/v3/rooms/{roomId}/state
import { getRoomState } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows the state of a room. */
export function getRoomStateRoute(rooms: Rooms): Route {
  return route(getRoomState, async ({ params, session, tap }) => {
    const { text, reads } = await rooms.getState(session, params.roomId)
    return tap.reveal(new JsonText(text), reads)
  })
}
