// GET /_matrix/client/v3/joined_rooms
import { getJoinedRooms } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Lists the rooms the caller is joined to. */
export function getJoinedRoomsRoute(rooms: Rooms): Route {
  return route(getJoinedRooms, async ({ session }) => {
    return { joined_rooms: await rooms.listJoinedRooms(session) }
  })
}
