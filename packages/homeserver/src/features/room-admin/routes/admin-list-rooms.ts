// GET /_synapse/admin/v1/rooms
import { adminListRooms } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../room-admin.ts'
import type { RoomAdmin } from '../room-admin.ts'

/** The rooms of the server. */
export function adminListRoomsRoute(rooms: RoomAdmin): Route {
  return auditedRoute(rooms.audit, adminListRooms, async ({ query, tap }) => {
    const { from = 0, limit = 100, order_by: orderBy, dir, search_term: text } = query
    const byMembers = orderBy === 'joined_members' || orderBy === 'joined_local_members'
    const { rooms: found, total } = await rooms.list({ text }, { from, limit, byMembers, backwards: byMembers !== (dir === 'b') })
    const next = from + limit < total ? { next_batch: from + limit } : {}
    const previous = from > 0 ? { prev_batch: Math.max(0, from - limit) } : {}
    const answer = { rooms: found, offset: from, total_rooms: total, ...next, ...previous }
    return tap.reveal(answer, [{ kind: 'events', count: found.length, subject: 'rooms' }])
  })
}
