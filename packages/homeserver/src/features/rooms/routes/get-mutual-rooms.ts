// GET /_matrix/client/v1/mutual_rooms
import { getMutualRooms } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Names the rooms shared with somebody. */
export function getMutualRoomsRoute(rooms: Rooms): Route {
  return route(getMutualRooms, async ({ query, session, tap }) => {
    const { user_id: userId, batch_token: older, from = older } = query
    const page = await rooms.getMutualRooms(session, { userId, from })
    return page.joined.length === 0 ? tap.nothing(page) : tap.reveal(page, [{ kind: 'people', count: 1, subject: userId }])
  })
}
