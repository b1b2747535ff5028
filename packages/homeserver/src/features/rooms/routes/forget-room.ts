// POST /_matrix/client/v3/rooms/{roomId}/forget
import { forgetRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Forgets. */
export function forgetRoomRoute(rooms: Rooms): Route {
  return route(forgetRoom, async ({ params, session }) => {
    await rooms.forgetRoom(session, params.roomId)
    return {}
  })
}
