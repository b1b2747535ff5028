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

/** What other features know of those who are to become members. */
export interface MemberPeople {
  /** The profile that a joining member's event carries. */
  profileOf(userId: string): Promise<MemberProfile>
  /** Whether a user takes no invitations at all. */
  blocksInvites(userId: string): Promise<boolean>
}

/** The names of rooms, which the directory keeps. */
export interface RoomNames {
  /** The number of the room of an alias. */
  findAlias(alias: string): Promise<number | undefined>
  /** Gives a room an alias; gives back whether it was free. */
  takeAlias(alias: string, roomNid: number, creator: string): Promise<boolean>
  /** The aliases of a room. */
  listAliases(roomNid: number): Promise<string[]>
  /** Gives a room's aliases and its place in the published directory to the room that replaces it. */
  handOver(roomNid: number, successor: number): Promise<void>
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
  people: MemberPeople
  settings: { serverName: string; policy: ProfilePolicy }
}
