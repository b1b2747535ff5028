// GET /_synapse/admin/v2/rooms/{roomId}/delete_status
import { adminListRoomRemovals } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'
import { removalAnswer } from './answers.ts'

/** How far the removals of a room have come. */
export function adminListRoomRemovalsRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminListRoomRemovals, async ({ params }) => {
    const removals = await rooms.listRemovals(params.roomId)
    return { results: removals.map((removal) => ({ delete_id: removal.removalId, ...removalAnswer(removal) })) }
  })
}
