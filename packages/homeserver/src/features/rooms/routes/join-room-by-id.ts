// POST /_matrix/client/v3/rooms/{roomId}/join
import { joinRoomById } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Joins by id. */
export function joinRoomByIdRoute(rooms: Rooms): Route {
  return route(joinRoomById, async ({ params, body, session }) => {
    return { room_id: await rooms.joinRoom(session, { roomIdOrAlias: params.roomId, reason: body.reason }) }
  })
}
