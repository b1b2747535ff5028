// GET /_synapse/admin/v1/rooms/{roomId}/block
import { adminGetRoomBlock } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Whether nobody may join a room. */
export function adminGetRoomBlockRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminGetRoomBlock, async ({ params }) => {
    const userId = await rooms.findBlock(params.roomId)
    return userId === undefined ? { block: false } : { block: true, user_id: userId }
  })
}
