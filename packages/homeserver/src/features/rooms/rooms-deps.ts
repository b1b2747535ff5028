// What the operations on rooms need.
import type { ProfilePolicy } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'

/** The profile of a user as member events carry it. */
export interface MemberProfile {
  displayname?: string
  avatar_url?: string
}

/** The names of rooms, which the directory keeps. */
export interface RoomNames {
  /** The number of the room of an alias. */
  findAlias(alias: string): Promise<number | undefined>
  /** Gives a room an alias; gives back whether it was free. */
  takeAlias(alias: string, roomNid: number, creator: string): Promise<boolean>
  /** An id for a room of a version before 12, where the create event does not make it. */
  newRoomId(): string
  /** Lists a room in the published directory, or takes it out. */
  setPublished(roomNid: number, published: boolean): Promise<void>
}

/** What the operations need. */
export interface RoomsDeps {
  db: Db
  clock: Clock
  engine: RoomEngine
  names: RoomNames
  /** The profile that a joining member's event carries. */
  profileOf(userId: string): Promise<MemberProfile>
  settings: { serverName: string; policy: ProfilePolicy }
}
