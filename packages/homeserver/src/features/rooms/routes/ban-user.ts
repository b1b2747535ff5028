// POST /_matrix/client/v3/rooms/{roomId}/ban
import { banUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Bans. */
export function banUserRoute(rooms: Rooms): Route {
  return route(banUser, async ({ params, body, session }) => {
    await rooms.banUser(session, { roomId: params.roomId, userId: body.user_id, reason: body.reason })
    return {}
  })
}
