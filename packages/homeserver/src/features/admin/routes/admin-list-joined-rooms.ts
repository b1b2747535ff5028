// GET /_synapse/admin/v1/users/{userId}/joined_rooms
import { adminListJoinedRooms } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** The rooms a user is joined to. */
export function adminListJoinedRoomsRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminListJoinedRooms, async ({ params, tap }) => {
    const rooms = await admin.listJoinedRooms(params.userId)
    return tap.reveal({ joined_rooms: rooms, total: rooms.length }, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
