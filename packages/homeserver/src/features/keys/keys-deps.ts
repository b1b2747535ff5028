// What the operations on keys need.
import type { Db } from '../../db/pool.ts'
import type { Reauthentication } from '../../reauthentication.ts'
import type { RoomPeople } from '../../room-people.ts'
import type { Changes } from '../../streams/changes.ts'
import type { KeyCounts } from './key-counts.ts'

/** How far a sync token reaches in the two streams. */
export interface TokenPosition {
  events: number
  changes: number
}

/** What sync tells keys. */
export interface SyncStreams {
  /** The positions of a sync token; undefined where the text is none. */
  parseToken(token: string): TokenPosition | undefined
  /** Users with whom `userId` began or ceased to share a room between two tokens. */
  peopleMoved?(userId: string, from: TokenPosition, to: TokenPosition): Promise<{ joined: string[]; left: string[] }>
}

/** What the operations need. */
export interface KeysDeps {
  db: Db
  changes: Changes
  people: RoomPeople
  reauthentication: Reauthentication
  streams: SyncStreams
  settings: {
    serverName: string
    /** Left out where another process writes keys: how many a device has is then asked each time. */
    remembersCounts?: boolean
  }
}

/** The dependencies, and the counts that every operation on one-time keys has to keep true. */
export interface KeysContext extends KeysDeps {
  counts: KeyCounts
}

/** Positions of the change stream, `from` excluded and `to` included. */
export interface DeviceListRange {
  userId: string
  from: number
  to: number
}
