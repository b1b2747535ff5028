// POST /_matrix/client/v3/knock/{roomIdOrAlias}
import { knockRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Knocks. */
export function knockRoomRoute(rooms: Rooms): Route {
  return route(knockRoom, async ({ params, body, session }) => {
    return { room_id: await rooms.knockRoom(session, { roomIdOrAlias: params.roomIdOrAlias, reason: body.reason }) }
  })
}
