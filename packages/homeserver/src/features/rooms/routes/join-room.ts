// POST /_matrix/client/v3/join/{roomIdOrAlias}
import { joinRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Joins by id or alias. */
export function joinRoomRoute(rooms: Rooms): Route {
  return route(joinRoom, async ({ params, body, session }) => {
    return { room_id: await rooms.joinRoom(session, { roomIdOrAlias: params.roomIdOrAlias, reason: body.reason }) }
  })
}
