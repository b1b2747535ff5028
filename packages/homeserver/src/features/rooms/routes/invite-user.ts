// POST /_matrix/client/v3/rooms/{roomId}/invite
import { inviteUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Invites. */
export function inviteUserRoute(rooms: Rooms): Route {
  return route(inviteUser, async ({ params, body, session }) => {
    await rooms.inviteUser(session, { roomId: params.roomId, userId: body.user_id, reason: body.reason })
    return {}
  })
}
