// POST /_matrix/client/v3/rooms/{roomId}/unban
import { unbanUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Unbans. */
export function unbanUserRoute(rooms: Rooms): Route {
  return route(unbanUser, async ({ params, body, session }) => {
    await rooms.unbanUser(session, { roomId: params.roomId, userId: body.user_id, reason: body.reason })
    return {}
  })
}
