// What a drill is made of on the server's side: accounts that nobody signs in to, and taking away all that they have made.
// Rooms and accounts of drills are a world apart (packages/policy/src/room/exercise.ts), so that what is theirs is found by
// them alone, whatever a process that ended had in mind.
import type { Db } from '../../db/pool.ts'
import type { ExerciseAccounts } from '../accounts/accounts.ts'
import { listLeftFiles, listLeftRooms } from './exercises-store.ts'

/** The operations. */
export interface Exercises extends Pick<ExerciseAccounts, 'create' | 'signIn'> {
  /**
   * Takes away what is left of every drill: what was said in its rooms, its files, and its accounts, which are closed. What
   * the ledger and the record say of them stays. Cut short anywhere, it can be done again; throws where something is left.
   */
  clear(): Promise<void>
}

/** What it needs. */
export interface ExercisesDeps {
  db: Db
  accounts: ExerciseAccounts
  /** Everybody leaves, nobody comes in again, and what there is of the room is deleted. */
  removeRoom(roomId: string): Promise<void>
  deleteFile(mediaId: string): Promise<unknown>
}

/** Ties the operations. */
export function createExercises({ db, accounts, removeRoom, deleteFile }: ExercisesDeps): Exercises {
  return {
    create: (displayName) => accounts.create(displayName),
    signIn: (userId, device) => accounts.signIn(userId, device),
    async clear() {
      for (const roomId of await listLeftRooms(db)) await removeRoom(roomId)
      for (const mediaId of await listLeftFiles(db)) await deleteFile(mediaId)
      for (const { userId } of await accounts.listOpen()) await accounts.close(userId)
      const left = await listLeftRooms(db)
      if (left.length > 0) throw new Error(`${left.length} rooms of a drill could not be taken away`)
    },
  }
}
