// GET /_synapse/admin/v1/rooms/{roomId}/members
import { adminGetRoomMembers } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** Who is joined to a room. */
export function adminGetRoomMembersRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminGetRoomMembers, async ({ params, tap }) => {
    const members = await rooms.listMembers(params.roomId)
    return tap.reveal({ members, total: members.length }, [{ kind: 'people', count: members.length, subject: params.roomId }])
  })
}
