// Who reads rooms, tied together.
import { AUDIENCE, audienceOf, FORUM, forumDeclarationOf, RETENTION, retentionOf } from '@chappe/policy'
import type { JsonObject } from '@chappe/core'
import type { Room } from '../engine/room.ts'
import { findState } from '../engine/room.ts'
import { parsePdu } from '../engine/row-mapping.ts'
import type { Standings } from '../features/standings/standings.ts'
import { createStandings } from '../features/standings/standings.ts'
import type { RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, joinedRoomOf } from '../features/rooms/rooms.ts'
import type { Foundation } from '../foundation.ts'
import { serverUserIdOf } from '../server-user.ts'
import type { Joining } from './joining.ts'

/** What a room says of itself in a state event without a key. */
function saidIn(room: Room, type: string): JsonObject | undefined {
  const entry = findState(room, type, '')
  return entry === undefined ? undefined : parsePdu(entry.json).content
}

/** Ties the feature. */
export function tieStandings({ clock, database: { db } }: Foundation, roomsDeps: RoomsDeps, { ports }: Joining): Standings {
  const { policy, serverName } = roomsDeps.settings
  return createStandings({
    db,
    clock,
    rooms: {
      isOpen: (room) => contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public',
      audienceOf: (room) => (policy.openRoomAudiences ? audienceOf(contentOf(room, AUDIENCE)) : undefined),
      keptMsOf(room) {
        const { retention } = roomsDeps.engine.policy
        const isForum = forumDeclarationOf(saidIn(room, FORUM)) !== undefined
        return retentionOf(saidIn(room, RETENTION), isForum ? retention.forum : retention.room)
      },
      joinedRoomOf: (userId, roomId) => joinedRoomOf(roomsDeps, userId, roomId),
    },
    organisations: ports.organisations,
    settings: { serverUserId: serverUserIdOf(serverName) },
  })
}
