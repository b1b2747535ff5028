// POST /_matrix/client/v3/rooms/{roomId}/upgrade
import { upgradeRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Replaces a room. */
export function upgradeRoomRoute(rooms: Rooms): Route {
  return route(upgradeRoom, async ({ params, body, session }) => {
    const { new_version: newVersion, additional_creators: additionalCreators = [] } = body
    return { replacement_room: await rooms.upgradeRoom(session, { roomId: params.roomId, newVersion, additionalCreators }) }
  })
}
