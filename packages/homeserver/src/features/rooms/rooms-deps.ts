// What the operations on rooms need.
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from './engine.ts'

/** The profile of a user as member events carry it. */
export interface MemberProfile {
  displayname?: string
  avatar_url?: string
}

/** What the operations need. */
export interface RoomsDeps {
  db: Db
  clock: Clock
  engine: RoomEngine
  /** The profile that a joining member's event carries. */
  profileOf(userId: string): Promise<MemberProfile>
  /** Unpredictable text for the ids of rooms before version 12. */
  randomText(length: number): string
  settings: { serverName: string; profile: 'government' | 'matrix' }
}
