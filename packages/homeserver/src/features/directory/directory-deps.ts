// What the operations on the directory need.
import type { ProfilePolicy } from '@chappe/policy'
import type { Session } from '../../session.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Rooms, RoomsDeps } from '../rooms/rooms.ts'
import type { Listing } from './listing.ts'
import type { DirectoryNames } from './room-names.ts'

/** What the front door is given. */
export interface DirectoryOptions {
  db: Db
  clock: Clock
  names: DirectoryNames
  /** Rooms as their own operations see them. */
  rooms: RoomsDeps
  setRoomState: Rooms['setRoomState']
  settings: { serverName: string; policy: ProfilePolicy }
}

/** What the operations work with. */
export interface DirectoryDeps extends DirectoryOptions {
  listing: Listing
}

/** Who looks: the directory of the government profile is for accounts of this server only. */
export type Looker = Session | undefined
