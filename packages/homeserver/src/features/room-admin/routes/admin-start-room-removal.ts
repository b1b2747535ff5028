// DELETE /_synapse/admin/v2/rooms/{roomId}
import { adminStartRoomRemoval } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Takes everybody out of a room, behind the answer. */
export function adminStartRoomRemovalRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminStartRoomRemoval, async ({ session, params, body }) => ({
    delete_id: await rooms.startRemoval(session, { roomId: params.roomId, block: body.block ?? false, purge: body.purge ?? true }),
  }))
}
