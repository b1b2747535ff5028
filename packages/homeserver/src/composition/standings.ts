// Who reads rooms, tied together.
import type { Standings } from '../features/standings/standings.ts'
import { createStandings } from '../features/standings/standings.ts'
import type { RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, joinedRoomOf } from '../features/rooms/rooms.ts'
import type { Foundation } from '../foundation.ts'
import { serverUserIdOf } from '../server-user.ts'
import type { Joining } from './joining.ts'

/** Ties the feature. */
export function tieStandings({ clock, database: { db } }: Foundation, roomsDeps: RoomsDeps, { ports }: Joining): Standings {
  return createStandings({
    db,
    clock,
    isOpen: (room) => contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public',
    joinedRoomOf: (userId, roomId) => joinedRoomOf(roomsDeps, userId, roomId),
    findOrganisation: ports.organisations.findByNid,
    settings: { serverUserId: serverUserIdOf(roomsDeps.settings.serverName) },
  })
}
