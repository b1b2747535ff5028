// POST /_matrix/client/v3/rooms/{roomId}/leave
import { leaveRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Leaves. */
export function leaveRoomRoute(rooms: Rooms): Route {
  return route(leaveRoom, async ({ params, body, session }) => {
    await rooms.leaveRoom(session, { roomId: params.roomId, reason: body.reason })
    return {}
  })
}
