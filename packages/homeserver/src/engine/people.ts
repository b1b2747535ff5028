// What other features ask of rooms about people.
import type { Db } from '../db/pool.ts'
import type { RoomPeople } from '../room-people.ts'
import type { RoomEngine } from './engine.ts'
import type { UserRooms } from './user-rooms.ts'
import { findSharedRoom, listMet, listParted, listSharing, listUserRooms } from './rooms-store.ts'

/** Answers from memory where somebody listens, from the database otherwise. */
export function createRoomPeople(db: Db, engine: Pick<RoomEngine, 'registry' | 'userRooms'>): RoomPeople {
  /** The numbers of the rooms a user is joined to. */
  async function joinedRooms(userId: string): Promise<Set<number>> {
    const entry = engine.userRooms.peek(userId)
    const rooms = entry === undefined ? await listUserRooms(db, userId) : entry.rooms.values()
    const joined = new Set<number>()
    for (const each of rooms) if (each.membership === 'join') joined.add(each.roomNid)
    return joined
  }

  return {
    async listenersOf(userId) {
      const listeners = new Set([userId])
      // A room that is not in memory has no listeners: listening loads it.
      for (const roomNid of await joinedRooms(userId)) {
        for (const user of engine.registry.peek(roomNid)?.listeners ?? []) listeners.add(user.userId)
      }
      return [...listeners]
    },
    async shareRoom(userId, otherUserId) {
      const [mine, theirs] = [engine.userRooms.peek(userId), engine.userRooms.peek(otherUserId)]
      if (mine === undefined || theirs === undefined) return findSharedRoom(db, userId, otherUserId)
      const joined = await joinedRooms(userId)
      return isJoinedToAny(theirs, joined)
    },
    async sharingWith(userId, others) {
      if (others.length === 0) return new Set()
      const inMemory = engine.userRooms.peek(userId) !== undefined
      const joined = await joinedRooms(userId)
      const sharing = new Set<string>()
      const unknown: string[] = []
      for (const other of others) {
        const theirs = inMemory ? engine.userRooms.peek(other) : undefined
        if (theirs === undefined) unknown.push(other)
        else if (isJoinedToAny(theirs, joined)) sharing.add(other)
      }
      if (unknown.length > 0) for (const other of await listSharing(db, userId, unknown)) sharing.add(other)
      return sharing
    },
  }
}

function isJoinedToAny({ rooms }: UserRooms, joined: ReadonlySet<number>): boolean {
  for (const each of rooms.values()) if (each.membership === 'join' && joined.has(each.roomNid)) return true
  return false
}

/** With whom a user has begun, and with whom ceased, to share a room since an event position. */
export async function listPeopleMoved(
  db: Db,
  userId: string,
  since: number,
): Promise<{ joined: string[]; left: string[] }> {
  const [joined, left] = await Promise.all([listMet(db, userId, since), listParted(db, userId, since)])
  return { joined, left }
}
