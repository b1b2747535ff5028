// PUT /_synapse/admin/v1/rooms/{roomId}/block
import { adminSetRoomBlock } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Sets whether nobody may join a room. */
export function adminSetRoomBlockRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminSetRoomBlock, async ({ session, params, body }) => {
    await rooms.setBlock(session, params.roomId, body.block)
    return { block: body.block }
  })
}
