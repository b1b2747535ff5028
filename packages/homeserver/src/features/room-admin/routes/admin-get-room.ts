// GET /_synapse/admin/v1/rooms/{roomId}
import { adminGetRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** One room, without what is said in it. */
export function adminGetRoomRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminGetRoom, async ({ params, tap }) =>
    tap.reveal(await rooms.get(params.roomId), [{ kind: 'events', count: 1, subject: params.roomId }]),
  )
}
