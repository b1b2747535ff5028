// The rooms in memory: loaded when first asked for, many at once where many are needed, dropped when a commit failed.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room } from '../room.ts'
import { findRoomNid, listMembers, listMembersOf, listRoomNids } from '../rooms-store.ts'
import { memberOf } from '../row-mapping.ts'
import type { LoadDeps } from './load-rooms.ts'
import { loadRooms } from './load-rooms.ts'

/** The rooms in memory. */
export interface RoomRegistry {
  /** A room by its id; nothing when there is none. */
  find(roomId: string): Promise<Room | undefined>
  /** Many rooms by their ids, in no order; those that do not exist are left out. */
  findMany(roomIds: readonly string[]): Promise<Room[]>
  /** A room that must exist. */
  get(roomNid: number): Promise<Room>
  /** Many rooms at once, in no order; unknown numbers are left out. */
  getMany(roomNids: readonly number[]): Promise<Room[]>
  /** Reads rooms as loading does, and lets go of them again: the runtime compiles what it has run a few times. */
  rehearse(roomNids: readonly number[]): Promise<void>
  /** A room that is in memory already. */
  peek(roomNid: number): Room | undefined
  /** The same by its id. */
  peekById(roomId: string): Room | undefined
  /** Puts a room that was just created into memory. */
  add(room: Room): void
  discard(rooms: ReadonlySet<Room>): void
  /** Every room in memory. */
  all(): Iterable<Room>
  /** A room is about to be deleted: nobody finds it any more. Resolves when nothing of it is under way. */
  close(roomNid: number): Promise<void>
  /** Called with each room that leaves memory: what is told from it now has to be remembered, or looked up anew. */
  onDropped(listener: (room: Room) => void): void
  /** Loads the memberships of these users, as far as they are not in memory. */
  ensureMembers(room: Room, userIds: readonly string[]): Promise<void>
  ensureAllMembers(room: Room): Promise<void>
  /** Events of a room up to a position are shown to nobody; undefined: none are hidden. */
  setFrozen(roomNid: number, position: number | undefined): void
  /** The position up to which a room is frozen; 0: it is not. */
  frozenUpTo(roomNid: number): number
  /** Drops rooms that nobody listens to and nobody asked for since `before`. */
  expire(before: number): void
}

/** How many members a room may have so that all are loaded when one is asked for. */
const LOAD_ALL_MEMBERS = 1000
const MAX_KNOWN_IDS = 200_000

/** What the registry needs. */
export interface RegistryDeps extends LoadDeps {
  /** Throws while the outcome of a commit is in doubt: what would be loaded then might not be the truth. */
  assertOpen(): void
  /** How rooms are loaded where somebody else writes them; `put` puts one into memory at that very instant. */
  load?(roomNids: readonly number[], put: (room: Room) => void): Promise<Map<number, Room>>
}

/** Opens an empty registry. */
export function createRegistry(deps: RegistryDeps): RoomRegistry {
  const { db, clock } = deps
  const memory = createMemory()
  const { rooms, drop, onDropped } = memory
  const ids = createRoomIds(db)
  const closed = new Set<number>()
  const frozen = new Map<number, number>()
  const { loading, startLoading } = createLoading(deps, rooms, closed)

  async function getMany(roomNids: readonly number[]): Promise<Room[]> {
    const missing = roomNids.filter((roomNid) => !rooms.has(roomNid) && !loading.has(roomNid) && !closed.has(roomNid))
    if (missing.length > 0) startLoading(missing)
    const now = clock.now()
    const found: Room[] = []
    for (const roomNid of roomNids) {
      const room = rooms.get(roomNid) ?? (await loading.get(roomNid))
      if (room === undefined) continue
      room.usedAt = now
      found.push(room)
    }
    return found
  }

  return {
    async find(roomId) {
      const roomNid = await ids.find(roomId)
      return roomNid === undefined ? undefined : (await getMany([roomNid]))[0]
    },
    findMany: async (roomIds) => getMany(await ids.findMany(roomIds)),
    async get(roomNid) {
      const room = (await getMany([roomNid]))[0]
      if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
      return room
    },
    getMany,
    async rehearse(roomNids) {
      await loadRooms(deps, roomNids)
    },
    peek: (roomNid) => rooms.get(roomNid),
    peekById: (roomId) => usedNow(rooms.get(ids.peek(roomId) ?? 0), clock),
    add(room) {
      rooms.set(room.roomNid, room)
      ids.add(room.roomId, room.roomNid)
    },
    discard(broken) {
      for (const room of broken) {
        room.discarded = true
        drop(room)
      }
    },
    all: () => rooms.values(),
    async close(roomNid) {
      closed.add(roomNid)
      await loading.get(roomNid)?.catch(() => undefined)
      await memory.close(roomNid)
    },
    onDropped,
    ensureMembers: (room, userIds) => ensureMembers(db, room, userIds),
    ensureAllMembers: (room) => ensureAllMembers(db, room),
    setFrozen(roomNid, position) {
      if (position === undefined) frozen.delete(roomNid)
      else frozen.set(roomNid, position)
    },
    frozenUpTo: (roomNid) => (frozen.size === 0 ? 0 : (frozen.get(roomNid) ?? 0)),
    expire(before) {
      for (const room of rooms.values()) {
        const idle = room.usedAt < before && room.listeners.size === 0 && room.settled === undefined
        if (idle) drop(room)
      }
    },
  }
}

interface Loading {
  loading: Map<number, Promise<Room | undefined>>
  startLoading(missing: readonly number[]): void
}

/** Loads rooms into memory, each once; those that are closed stay out. */
function createLoading(deps: RegistryDeps, rooms: Map<number, Room>, closed: ReadonlySet<number>): Loading {
  const loading = new Map<number, Promise<Room | undefined>>()
  function put(room: Room): boolean {
    // A room without events is one whose creation is under way or was cut short: nobody's business.
    if (room.lastEventId === undefined || closed.has(room.roomNid)) return false
    rooms.set(room.roomNid, room)
    return true
  }
  return {
    loading,
    startLoading(missing) {
      deps.assertOpen()
      const all = deps.load === undefined ? loadRooms(deps, missing) : deps.load(missing, put)
      for (const roomNid of missing) {
        const one = all
          .then((loaded) => {
            const room = loaded.get(roomNid)
            return room !== undefined && put(room) ? room : undefined
          })
          .finally(() => loading.delete(roomNid))
        one.catch(() => undefined)
        loading.set(roomNid, one)
      }
    },
  }
}

interface Memory {
  rooms: Map<number, Room>
  drop(room: Room): void
  close(roomNid: number): Promise<void>
  onDropped: RoomRegistry['onDropped']
}

/** The rooms, and who is told when one of them goes. */
function createMemory(): Memory {
  const rooms = new Map<number, Room>()
  const listeners: ((room: Room) => void)[] = []
  function drop(room: Room): void {
    if (rooms.get(room.roomNid) !== room) return
    rooms.delete(room.roomNid)
    for (const listener of listeners) listener(room)
  }
  return {
    rooms,
    drop,
    async close(roomNid) {
      const room = rooms.get(roomNid)
      if (room === undefined) return
      // From here on nothing is appended; what was has to end.
      room.discarded = true
      drop(room)
      await room.settled?.catch(() => undefined)
    },
    onDropped(listener) {
      listeners.push(listener)
    },
  }
}

function usedNow(room: Room | undefined, clock: Clock): Room | undefined {
  if (room !== undefined) room.usedAt = clock.now()
  return room
}

interface RoomIds {
  find(roomId: string): Promise<number | undefined>
  findMany(roomIds: readonly string[]): Promise<number[]>
  peek(roomId: string): number | undefined
  add(roomId: string, roomNid: number): void
}

/** The numbers of rooms by their ids, which never change. */
function createRoomIds(db: Db): RoomIds {
  const known = new Map<string, number>()
  const add = (roomId: string, roomNid: number): void => {
    if (known.size >= MAX_KNOWN_IDS) known.clear()
    known.set(roomId, roomNid)
  }
  return {
    add,
    peek: (roomId) => known.get(roomId),
    async findMany(roomIds) {
      const unknown = roomIds.filter((roomId) => !known.has(roomId))
      for (const row of unknown.length === 0 ? [] : await listRoomNids(db, unknown)) add(row.roomId, row.roomNid)
      return roomIds.flatMap((roomId) => known.get(roomId) ?? [])
    },
    async find(roomId) {
      const cached = known.get(roomId)
      if (cached !== undefined) return cached
      const roomNid = await findRoomNid(db, roomId)
      if (roomNid !== undefined) add(roomId, roomNid)
      return roomNid
    },
  }
}

async function ensureMembers(db: Db, room: Room, userIds: readonly string[]): Promise<void> {
  if (room.allMembersLoaded) return
  const missing = userIds.filter((userId) => !room.members.has(userId))
  if (missing.length === 0) return
  if (room.joinedCount + room.invitedCount <= LOAD_ALL_MEMBERS) return ensureAllMembers(db, room)
  const rows = await listMembersOf(db, missing, missing.map(() => room.roomNid))
  const found = new Map(rows.map((row) => [row.userId, row]))
  for (const userId of missing) {
    if (room.members.has(userId)) continue
    const row = found.get(userId)
    room.members.set(userId, row === undefined ? null : memberOf(row))
  }
}

async function ensureAllMembers(db: Db, room: Room): Promise<void> {
  if (room.allMembersLoaded) return
  for (const row of await listMembers(db, room.roomNid)) {
    // What memory has already may be newer than what the query saw; that somebody is no member may not be.
    if (!room.members.get(row.userId)) room.members.set(row.userId, memberOf(row))
  }
  room.allMembersLoaded = true
}
