// Frozen rooms: nobody joins them, and what was said before is shown to nobody. What is said from then on goes on.
import { MatrixError } from '@chappe/contract'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { FrozenRoom } from './containment-store.ts'
import { deleteFreeze, insertFreeze, listFreezes, listFrozenRooms } from './containment-store.ts'

export type { FrozenRoom } from './containment-store.ts'

/** What freezing needs of rooms. */
export interface FreezableRooms {
  find(roomId: string): Promise<{ roomNid: number; roomId: string } | undefined>
  /** The position of the last event of all. */
  lastPosition(): number
  /** Events of the room up to the position are shown to nobody; undefined: none are hidden. */
  setFrozen(roomNid: number, position: number | undefined): void
}

/** The operations. Both throw `M_NOT_FOUND` for a room there is none of. */
export interface RoomFreezes {
  freeze(roomId: string, userNid: number, also: (tx: Tx) => Promise<void>): Promise<void>
  thaw(roomId: string, also: (tx: Tx) => Promise<void>): Promise<void>
  /** What is frozen, the last one first. */
  list(): Promise<FrozenRoom[]>
  /** Reads anew what is frozen: another process has changed it. */
  obey(): Promise<void>
}

/** What the operations need. */
export interface RoomFreezesDeps {
  db: Db
  clock: Clock
  rooms: FreezableRooms
  /** Has the other processes look, too; resolves when they have, or serve no more. */
  tellOthers(): Promise<unknown>
}

/** Reads what is frozen, and ties the operations. */
export async function createRoomFreezes(deps: RoomFreezesDeps): Promise<RoomFreezes> {
  const { db, clock, rooms, tellOthers } = deps
  let frozen: ReadonlySet<number> = new Set()
  const refresh = async (): Promise<void> => {
    const freezes = await listFreezes(db)
    const now = new Set(freezes.map((each) => each.roomNid))
    for (const { roomNid, position } of freezes) rooms.setFrozen(roomNid, position)
    for (const roomNid of frozen) if (!now.has(roomNid)) rooms.setFrozen(roomNid, undefined)
    frozen = now
  }
  await refresh()
  return {
    async freeze(roomId, userNid, also) {
      const { roomNid } = await get(rooms, roomId)
      const position = rooms.lastPosition()
      await db.transaction().execute(async (tx) => {
        await insertFreeze(tx, { roomNid, roomId, position, atMs: clock.now(), userNid })
        await also(tx)
      })
      await refresh()
      await tellOthers()
    },
    async thaw(roomId, also) {
      const { roomNid } = await get(rooms, roomId)
      await db.transaction().execute(async (tx) => {
        if (!(await deleteFreeze(tx, roomNid, roomId))) throw new MatrixError('M_NOT_FOUND', { message: 'That room is not frozen' })
        await also(tx)
      })
      await refresh()
      await tellOthers()
    },
    list: () => listFrozenRooms(db),
    obey: refresh,
  }
}

async function get(rooms: FreezableRooms, roomId: string): Promise<{ roomNid: number }> {
  const room = await rooms.find(roomId)
  if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  return room
}
