// POST /_matrix/client/v3/rooms/{roomId}/invite
import { inviteUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Invites by user id; an invitation by address, which comes the same way, is refused. */
export function inviteUserRoute(rooms: Rooms): Route {
  return route(inviteUser, async ({ params, body, session }) => {
    const { roomId } = params
    const { user_id: userId, reason, address } = body
    await rooms.inviteUser(session, { roomId, userId, reason, address })
    return {}
  })
}
