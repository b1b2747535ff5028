// After whom rooms without a name are called: the first members of each, remembered for all who look. To find them
// costs as much as the room has members, and each coming and going would ask for them on behalf of everybody there.
import type { Db } from '../../db/pool.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Room } from '../../engine/room.ts'
import { listFirstMembers } from '../../engine/rooms-store.ts'

/** The heroes of rooms. */
export interface Heroes {
  /**
   * The first members of each room besides the viewer, in the order of their joining. "When no joined or invited
   * members are available, this should consist of the banned and left users." (v1.19)
   */
  of(rooms: readonly Room[], viewer: string): Promise<ReadonlyMap<number, readonly string[]>>
}

const HEROES = 5
/** One more than are shown: the viewer is none of their own heroes. */
const KEPT = HEROES + 1
const PRESENT = ['join', 'invite']
const GONE = ['leave', 'ban']

/** Knows nothing before it is asked; what rooms leave memory takes along is forgotten. */
export function createHeroes(db: Db, engine: Pick<RoomEngine, 'onPublished'>): Heroes {
  const first = new WeakMap<Room, string[]>()
  // Rooms that are being looked up; of those where somebody comes or goes meanwhile, nothing is kept.
  const asking = new Map<Room, { isOld: boolean }>()
  engine.onPublished((items) => {
    for (const { room, membership } of items) {
      if (membership === undefined) continue
      const question = asking.get(room)
      if (question !== undefined) question.isOld = true
      const known = first.get(room)
      if (known === undefined) continue
      // Who stood among the first stands elsewhere now.
      if (known.includes(membership.userId)) first.delete(room)
      else if (known.length < KEPT && PRESENT.includes(membership.membership)) known.push(membership.userId)
    }
  })

  async function firstOf(rooms: readonly Room[]): Promise<Map<number, string[]>> {
    const found = new Map<number, string[]>()
    const unknown: Room[] = []
    for (const room of rooms) {
      const known = first.get(room)
      if (known === undefined) unknown.push(room)
      else found.set(room.roomNid, known)
    }
    if (unknown.length === 0) return found
    for (const [room, userIds] of await ask(unknown)) found.set(room.roomNid, userIds)
    return found
  }

  async function ask(rooms: readonly Room[]): Promise<Map<Room, string[]>> {
    const question = { isOld: false }
    for (const room of rooms) {
      const earlier = asking.get(room)
      // From here on it is no longer told what changes.
      if (earlier !== undefined) earlier.isOld = true
      asking.set(room, question)
    }
    try {
      const rows = await listFirstMembers(db, rooms.map((room) => room.roomNid), PRESENT, KEPT)
      const byRoom = Map.groupBy(rows, (row) => row.roomNid)
      const found = new Map(rooms.map((room) => [room, (byRoom.get(room.roomNid) ?? []).map((row) => row.userId)]))
      if (!question.isOld) for (const [room, userIds] of found) first.set(room, userIds)
      return found
    } finally {
      for (const room of rooms) if (asking.get(room) === question) asking.delete(room)
    }
  }

  return {
    async of(rooms, viewer) {
      const heroes = new Map<number, readonly string[]>()
      const alone: number[] = []
      for (const [roomNid, userIds] of await firstOf(rooms)) {
        const others = userIds.filter((userId) => userId !== viewer).slice(0, HEROES)
        if (others.length === 0) alone.push(roomNid)
        heroes.set(roomNid, others)
      }
      if (alone.length === 0) return heroes
      const rows = await listFirstMembers(db, alone, GONE, KEPT)
      for (const [roomNid, gone] of Map.groupBy(rows.filter((row) => row.userId !== viewer), (row) => row.roomNid)) {
        heroes.set(roomNid, gone.slice(0, HEROES).map((row) => row.userId))
      }
      return heroes
    },
  }
}
