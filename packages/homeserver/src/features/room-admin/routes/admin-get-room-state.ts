// GET /_synapse/admin/v1/rooms/{roomId}/state
import { adminGetRoomState } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** The whole state of a room. */
export function adminGetRoomStateRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminGetRoomState, async ({ params, tap }) => {
    const { text, reads } = await rooms.getState(params.roomId)
    return tap.reveal(new JsonText(text), reads)
  })
}
