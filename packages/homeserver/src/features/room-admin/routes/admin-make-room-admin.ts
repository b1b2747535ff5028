// POST /_synapse/admin/v1/rooms/{roomIdOrAlias}/make_room_admin
import { adminMakeRoomAdmin } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Gives a user the power of whoever has most of it in a room. */
export function adminMakeRoomAdminRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminMakeRoomAdmin, async ({ session, params, body }) => {
    await rooms.makeRoomAdmin(session, params.roomIdOrAlias, body.user_id)
    return {}
  })
}
