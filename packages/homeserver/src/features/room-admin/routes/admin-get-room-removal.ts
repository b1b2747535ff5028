// GET /_synapse/admin/v2/rooms/delete_status/{removalId}
import { adminGetRoomRemoval } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'
import { removalAnswer } from './answers.ts'

/** How far one removal has come. */
export function adminGetRoomRemovalRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminGetRoomRemoval, async ({ params }) => removalAnswer(await rooms.getRemoval(params.removalId)))
}
