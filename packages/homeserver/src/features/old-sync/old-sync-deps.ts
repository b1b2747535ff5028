// What the deprecated ways of syncing need.
import type { AccountDataChanges } from '../account-data/account-data.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'

/** What the operations need. */
export interface OldSyncDeps {
  rooms: RoomsDeps
  /** Everything a user keeps beside their rooms, as of a change position. */
  accountDataOf(userId: string, upTo: number): Promise<AccountDataChanges>
  /** The numbers of the rooms in the published directory. */
  published(): Promise<ReadonlySet<number>>
  /** The change stream's position. */
  currentChange(): number
}
