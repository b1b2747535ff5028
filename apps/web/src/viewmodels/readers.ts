// Who reads what is written in a room.
import type { RoomPeople, RoomSummary } from '../session/types.ts'

/** Who reads what is written here. */
export interface Readers {
  count: number
  isEncrypted: boolean
  isOpen: boolean
}

/** What is known of the readers of a room. */
export function readersOf(room: RoomSummary | undefined, people: RoomPeople): Readers {
  return { count: people.count, isEncrypted: room?.isEncrypted ?? true, isOpen: room?.isOpen ?? false }
}
