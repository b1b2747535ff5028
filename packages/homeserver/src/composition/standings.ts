// Who reads rooms, tied together.
import { AUDIENCE, audienceOf } from '@chappe/policy'
import type { Standings } from '../features/standings/standings.ts'
import { createStandings } from '../features/standings/standings.ts'
import type { RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, joinedRoomOf } from '../features/rooms/rooms.ts'
import type { Foundation } from '../foundation.ts'
import { serverUserIdOf } from '../server-user.ts'
import type { Joining } from './joining.ts'

/** Ties the feature. */
export function tieStandings({ clock, database: { db } }: Foundation, roomsDeps: RoomsDeps, { ports }: Joining): Standings {
  const { policy, serverName } = roomsDeps.settings
  return createStandings({
    db,
    clock,
    rooms: {
      isOpen: (room) => contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public',
      audienceOf: (room) => (policy.openRoomAudiences ? audienceOf(contentOf(room, AUDIENCE)) : undefined),
      joinedRoomOf: (userId, roomId) => joinedRoomOf(roomsDeps, userId, roomId),
    },
    organisations: ports.organisations,
    settings: { serverUserId: serverUserIdOf(serverName) },
  })
}
