// GET /_chappe/desk/v1/frozen_rooms
import { listFrozenRooms } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskContainment } from '../containment.ts'

/** The rooms that are frozen. What they are called is shown, and so is on record. */
export function listFrozenRoomsRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(listFrozenRooms, async ({ tap }) => {
    const rooms = await containment.listFrozenRooms()
    const body = { rooms: rooms.map(({ roomId, name, frozenAtMs }) => ({ room_id: roomId, name, frozen_at_ms: frozenAtMs })) }
    return tap.reveal(body, rooms.flatMap(({ roomNid, name }) => (name === null ? [] : [{ kind: 'events' as const, roomNid, count: 1, subject: 'name of a frozen room' }])))
  })
}
