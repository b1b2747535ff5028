// What filters ask about a user's rooms beside their state, remembered as long as it holds: direct messages, tags, and
// rooms the user was put out of.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../../db/pool.ts'
import type { RoomEngine } from '../../../engine/engine.ts'
import type { UserRooms } from '../../../engine/user-rooms.ts'
import { lastLeavingOf } from '../../../engine/visibility.ts'
import type { SyncSources } from '../sync-sources.ts'
import { listPutOut } from './sliding-store.ts'

/** The facts of users. */
export interface UserFacts {
  /** The ids of a user's direct messages. */
  directRooms(mine: UserRooms, now: number): Promise<ReadonlySet<string>>
  /** The tags of a user's rooms, by number. */
  tags(mine: UserRooms, now: number): Promise<ReadonlyMap<number, ReadonlySet<string>>>
  /** Rooms a user was in until somebody put them out, by number. */
  putOut(mine: UserRooms): Promise<ReadonlySet<number>>
  /** Whether a user who is out of a room has been in it. */
  wasJoined(mine: UserRooms, roomNid: number): Promise<boolean>
}

/** What the facts are read from. */
export interface UserFactsSources {
  db: Db
  engine: Pick<RoomEngine, 'registry'>
  accountData: Pick<SyncSources, 'accountDataFor'>
  /** The content of `m.direct` as JSON text. */
  directContent(userId: string): Promise<string | undefined>
}

interface Remembered {
  direct: { at: number; value: ReadonlySet<string> } | undefined
  tags: { at: number; value: ReadonlyMap<number, ReadonlySet<string>> } | undefined
  putOut: { at: number; value: ReadonlySet<number> } | undefined
  /** By room: until which membership of theirs it was looked up, and whether they had been joined by then. */
  joined: Map<number, { at: number; value: boolean }>
}

/** Opens the memory; what it holds of a user goes with the user's rooms. */
export function createUserFacts(sources: UserFactsSources): UserFacts {
  const { db, engine } = sources
  const memory = new WeakMap<UserRooms, Remembered>()
  function remembered(mine: UserRooms): Remembered {
    let entry = memory.get(mine)
    if (entry === undefined) {
      entry = { direct: undefined, tags: undefined, putOut: undefined, joined: new Map() }
      memory.set(mine, entry)
    }
    return entry
  }
  const holds = (mine: UserRooms, known: { at: number } | undefined): boolean =>
    known !== undefined && known.at >= mine.user.changed.accountData
  async function wasJoined(mine: UserRooms, roomNid: number): Promise<boolean> {
    const { joined } = remembered(mine)
    const at = mine.rooms.get(roomNid)?.position ?? 0
    const known = joined.get(roomNid)
    if (known?.at === at) return known.value
    const room = await engine.registry.get(roomNid)
    const value = (await lastLeavingOf(db, room, mine.user.userId)) > 0
    joined.set(roomNid, { at, value })
    return value
  }
  return {
    async directRooms(mine, now) {
      const entry = remembered(mine)
      if (entry.direct === undefined || !holds(mine, entry.direct)) {
        entry.direct = { at: now, value: directRoomsOf(await sources.directContent(mine.user.userId)) }
      }
      return entry.direct.value
    },
    async tags(mine, now) {
      const entry = remembered(mine)
      if (entry.tags === undefined || !holds(mine, entry.tags)) {
        entry.tags = { at: now, value: await readTags(sources, mine.user.userId, now) }
      }
      return entry.tags.value
    },
    async putOut(mine) {
      const entry = remembered(mine)
      const at = mine.outsidePosition
      if (entry.putOut?.at === at) return entry.putOut.value
      const value = await readPutOut(db, mine)
      for (const roomNid of value) if (!(await wasJoined(mine, roomNid))) value.delete(roomNid)
      entry.putOut = { at, value }
      return value
    },
    wasJoined,
  }
}

async function readPutOut(db: Db, mine: UserRooms): Promise<Set<number>> {
  const gone = [...mine.rooms.values()].filter((each) => !each.forgotten && (each.membership === 'leave' || each.membership === 'ban'))
  if (gone.length === 0) return new Set()
  return new Set(await listPutOut(db, mine.user.userId, gone.map((each) => each.roomNid)))
}

/** `m.direct` maps users to lists of room ids; a client may have written anything into it. */
function directRoomsOf(content: string | undefined): Set<string> {
  const rooms = new Set<string>()
  for (const list of Object.values(objectOf(content))) {
    if (Array.isArray(list)) for (const roomId of list) if (typeof roomId === 'string') rooms.add(roomId)
  }
  return rooms
}

async function readTags(sources: UserFactsSources, userId: string, now: number): Promise<Map<number, Set<string>>> {
  const { rooms } = await sources.accountData.accountDataFor({ userId, from: 0, to: now })
  const tags = new Map<number, Set<string>>()
  for (const [roomNid, entries] of rooms) {
    const content = objectOf(entries.find((entry) => entry.type === 'm.tag')?.content)['tags']
    if (isJsonObject(content)) tags.set(roomNid, new Set(Object.keys(content)))
  }
  return tags
}

function objectOf(text: string | undefined): JsonObject {
  const value = text === undefined ? undefined : parseJson(text)
  return isJsonObject(value) ? value : {}
}
