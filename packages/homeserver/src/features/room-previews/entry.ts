// A room as those see it who think of coming in.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1room_summaryroomidoralias
import type { JsonObject } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { entryOf } from '../directory/directory.ts'
import { allowedRoomIds, contentOf } from '../rooms/rooms.ts'

/** What the directory shows of a room, and how it is encrypted, which version it has and whose members it lets in. */
export function previewOf(room: Room): JsonObject {
  const { roomId, joinedCount: joined } = room
  const algorithm = contentOf(room, 'm.room.encryption')?.['algorithm']
  const allowed = allowedRoomIds(room)
  return {
    ...entryOf({ roomId, joined }, (type) => contentOf(room, type)),
    room_version: room.rules.version,
    ...(typeof algorithm === 'string' ? { encryption: algorithm } : {}),
    ...(allowed.length === 0 ? {} : { allowed_room_ids: allowed }),
  }
}
