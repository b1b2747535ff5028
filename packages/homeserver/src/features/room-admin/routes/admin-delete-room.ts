// DELETE /_synapse/admin/v1/rooms/{roomId}
import { adminDeleteRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Takes everybody out of a room; answered when that is done. */
export function adminDeleteRoomRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminDeleteRoom, async ({ session, params, body }) =>
    rooms.remove(session, { roomId: params.roomId, block: body.block ?? false, purge: body.purge ?? true }),
  )
}
