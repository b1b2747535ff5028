// What receipts and typing need.
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { Changes } from '../../streams/changes.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'

/** What the front door is given. */
export interface ReceiptsOptions {
  db: Db
  clock: Clock
  logger: Logger
  changes: Changes
  /** Rooms as their own operations see them. */
  rooms: RoomsDeps
  /** Keeps the read marker of a room in the user's account data. */
  setFullyRead(userId: string, roomNid: number, eventId: string): Promise<void>
}
