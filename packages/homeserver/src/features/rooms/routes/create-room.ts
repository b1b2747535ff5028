// POST /_matrix/client/v3/createRoom
import { createRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'
import { createRoomInputOf } from '../create-room-input.ts'

/** Creates a room. */
export function createRoomRoute(rooms: Rooms): Route {
  return route(createRoom, async ({ body, session }) => {
    return { room_id: await rooms.createRoom(session, createRoomInputOf(body)) }
  })
}
