// The names of rooms as the rooms feature uses them: at creation, and when somebody joins by alias.
import { MatrixError } from '@chappe/contract'
import type { AppserviceNames } from '../../appservice-names.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { RoomNames } from '../rooms/rooms.ts'
import { deleteStrayAlias, findAlias, insertAlias, listAliases, moveAliases } from './alias-store.ts'
import { listPublished, movePublished, updatePublished } from './listing-store.ts'

/** The names of rooms, and which rooms the directory lists. */
export interface DirectoryNames extends RoomNames {
  /** The numbers of the published rooms, from memory after the first time. */
  published(): Promise<ReadonlySet<number>>
  /** The numbers of the rooms that an application service lists in a network, or in any. */
  networkRooms(instanceId: string | undefined): Promise<number[]>
}

/** How long the creation of a room may be under way. */
const STRAY_AFTER_MS = 60_000

/** Opens the names over the database. */
export function createRoomNames(deps: {
  db: Db
  clock: Clock
  random: Random
  serverName: string
  appservices: AppserviceNames
}): DirectoryNames {
  const { db, clock, random, serverName } = deps
  let loaded: Promise<ReadonlySet<number>> | undefined
  return {
    async findAlias(alias) {
      const found = await findAlias(db, alias)
      if (found !== undefined || !(await deps.appservices.askFor('aliases', alias))) return found?.roomNid
      return (await findAlias(db, alias))?.roomNid
    },
    async takeAlias(alias, roomNid, creator) {
      if (!deps.appservices.mayMakeAlias(creator, alias)) throw new MatrixError('M_EXCLUSIVE')
      const now = clock.now()
      const row = { alias, roomNid, creator, createdAtMs: now }
      if (await insertAlias(db, row)) return true
      // A crash in the middle of a room's creation leaves an alias without a room behind.
      return (await deleteStrayAlias(db, alias, now - STRAY_AFTER_MS)) && insertAlias(db, row)
    },
    listAliases: async (roomNid) => (await listAliases(db, roomNid)).map((row) => row.alias),
    async handOver(roomNid, successor) {
      await db.transaction().execute(async (tx) => {
        await moveAliases(tx, roomNid, successor)
        await movePublished(tx, roomNid, successor)
      })
      loaded = undefined
    },
    newRoomId: () => `!${random.text(18)}:${serverName}`,
    async setPublished(roomNid, published) {
      await updatePublished(db, roomNid, published)
      loaded = undefined
    },
    networkRooms: (instanceId) => deps.appservices.listNetworkRooms(instanceId),
    published() {
      if (loaded !== undefined) return loaded
      const loading = listPublished(db).then((roomNids) => new Set(roomNids))
      loaded = loading
      loading.catch(() => {
        if (loaded === loading) loaded = undefined
      })
      return loading
    },
  }
}
