// POST /_matrix/client/v3/rooms/{roomId}/kick
import { kickUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Removes. */
export function kickUserRoute(rooms: Rooms): Route {
  return route(kickUser, async ({ params, body, session }) => {
    await rooms.kickUser(session, { roomId: params.roomId, userId: body.user_id, reason: body.reason })
    return {}
  })
}
