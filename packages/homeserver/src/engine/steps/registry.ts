// The rooms in memory: loaded when first asked for, many at once where many are needed, dropped when a commit failed.
import { MatrixError } from '@chappe/contract'
import { roomVersionRules } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Room } from '../room.ts'
import { setState } from '../room.ts'
import { memberOf, stateEntryOf, timelineEventOf } from '../row-mapping.ts'
import type { RoomRow, StoredEvent } from '../rooms-store.ts'
import {
  findRoomNid,
  listMembers,
  listMembersOf,
  listRoomCounts,
  listRooms,
  listRoomState,
  listTails,
} from '../rooms-store.ts'

/** The rooms in memory. */
export interface RoomRegistry {
  /** A room by its id; nothing when there is none. */
  find(roomId: string): Promise<Room | undefined>
  /** A room that must exist. */
  get(roomNid: number): Promise<Room>
  /** Many rooms at once, in no order; unknown numbers are left out. */
  getMany(roomNids: readonly number[]): Promise<Room[]>
  /** A room that is in memory already. */
  peek(roomNid: number): Room | undefined
  /** Puts a room that was just created into memory. */
  add(room: Room): void
  discard(rooms: ReadonlySet<Room>): void
  /** Loads the memberships of these users, as far as they are not in memory. */
  ensureMembers(room: Room, userIds: readonly string[]): Promise<void>
  ensureAllMembers(room: Room): Promise<void>
  /** Drops rooms that nobody listens to and nobody asked for since `before`. */
  expire(before: number): void
}

/** How many members a room may have so that all are loaded when one is asked for. */
const LOAD_ALL_MEMBERS = 1000
const TAIL_LOAD = 21
const MAX_KNOWN_IDS = 200_000

/** What the registry needs beside the database. */
export interface RegistryDeps {
  db: Db
  clock: Clock
  /** Throws while the outcome of a commit is in doubt: what would be loaded then might not be the truth. */
  assertOpen(): void
  /** Members of a room who have push rules of their own. */
  listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]>
}

/** Opens an empty registry. */
export function createRegistry(deps: RegistryDeps): RoomRegistry {
  const { db, clock } = deps
  const rooms = new Map<number, Room>()
  const nids = new Map<string, number>()
  const loading = new Map<number, Promise<Room | undefined>>()

  async function load(roomNids: readonly number[]): Promise<Map<number, Room>> {
    deps.assertOpen()
    const [rows, state, tails, counts, ruleMembers] = await Promise.all([
      listRooms(db, roomNids),
      listRoomState(db, roomNids),
      listTails(db, roomNids, TAIL_LOAD),
      listRoomCounts(db, roomNids),
      deps.listRuleMembers(roomNids),
    ])
    const loaded = new Map<number, Room>()
    for (const row of rows) loaded.set(row.roomNid, emptyRoom(row, clock.now()))
    for (const row of state) fillState(loaded.get(row.roomNid), row)
    fillTails(loaded, tails)
    for (const row of counts) {
      const room = loaded.get(row.roomNid)
      if (room === undefined) continue
      room.joinedCount = row.joined
      room.invitedCount = row.invited
      room.receiptPosition = row.receiptPosition
    }
    for (const { roomNid, userId } of ruleMembers) loaded.get(roomNid)?.ruleMembers.add(userId)
    return loaded
  }

  function startLoading(missing: readonly number[]): void {
    const all = load(missing)
    for (const roomNid of missing) {
      const one = all
        .then((loaded) => {
          const room = loaded.get(roomNid)
          // A room without events is one whose creation is under way or was cut short: nobody's business.
          if (room?.lastEventId === undefined) return undefined
          rooms.set(roomNid, room)
          return room
        })
        .finally(() => loading.delete(roomNid))
      one.catch(() => undefined)
      loading.set(roomNid, one)
    }
  }

  async function getMany(roomNids: readonly number[]): Promise<Room[]> {
    const missing = roomNids.filter((roomNid) => !rooms.has(roomNid) && !loading.has(roomNid))
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

  async function nidOf(roomId: string): Promise<number | undefined> {
    const known = nids.get(roomId)
    if (known !== undefined) return known
    const roomNid = await findRoomNid(db, roomId)
    if (roomNid === undefined) return undefined
    if (nids.size >= MAX_KNOWN_IDS) nids.clear()
    nids.set(roomId, roomNid)
    return roomNid
  }

  return {
    async find(roomId) {
      const roomNid = await nidOf(roomId)
      return roomNid === undefined ? undefined : (await getMany([roomNid]))[0]
    },
    async get(roomNid) {
      const room = (await getMany([roomNid]))[0]
      if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
      return room
    },
    getMany,
    peek: (roomNid) => rooms.get(roomNid),
    add(room) {
      rooms.set(room.roomNid, room)
      nids.set(room.roomId, room.roomNid)
    },
    discard(broken) {
      for (const room of broken) {
        room.discarded = true
        if (rooms.get(room.roomNid) === room) rooms.delete(room.roomNid)
      }
    },
    ensureMembers: (room, userIds) => ensureMembers(db, room, userIds),
    ensureAllMembers: (room) => ensureAllMembers(db, room),
    expire(before) {
      for (const room of rooms.values()) {
        const idle = room.usedAt < before && room.listeners.size === 0 && room.settled === undefined
        if (idle) rooms.delete(room.roomNid)
      }
    },
  }
}

/** A room with nothing in it yet. */
export function emptyRoom(row: RoomRow, now: number): Room {
  const rules = roomVersionRules(row.version)
  if (rules === undefined) throw new Error(`room ${row.roomNid} has the unknown version ${row.version}`)
  return {
    roomNid: row.roomNid,
    roomId: row.roomId,
    rules,
    state: new Map(),
    members: new Map(),
    allMembersLoaded: false,
    joinedCount: 0,
    invitedCount: 0,
    lastEventId: undefined,
    depth: 0,
    notifyOrdinal: 0,
    lastPosition: 0,
    committedPosition: 0,
    lastStatePosition: 0,
    tail: [],
    tailFrom: 0,
    committedOrdinal: 0,
    settled: undefined,
    listeners: new Set(),
    receiptPosition: 0,
    ruleMembers: new Set(),
    discarded: false,
    usedAt: now,
  }
}

function fillState(room: Room | undefined, row: StoredEvent): void {
  if (room === undefined || row.stateKey === null) return
  setState(room, row.type, row.stateKey, stateEntryOf(row))
  room.lastStatePosition = Math.max(room.lastStatePosition, row.position)
}

function fillTails(loaded: ReadonlyMap<number, Room>, newestFirst: readonly StoredEvent[]): void {
  for (const row of newestFirst) loaded.get(row.roomNid)?.tail.push(timelineEventOf(row))
  for (const room of loaded.values()) {
    room.tail.sort((a, b) => a.position - b.position)
    if (room.tail.length === TAIL_LOAD) room.tailFrom = room.tail.shift()?.position ?? 0
    const last = room.tail.at(-1)
    if (last === undefined) continue
    room.lastEventId = last.eventId
    room.depth = depthOf(last.json)
    room.notifyOrdinal = last.notifyOrdinal
    room.committedOrdinal = last.notifyOrdinal
    room.lastPosition = last.position
    room.committedPosition = last.position
    for (const event of room.tail) if (event.stateKey !== undefined) room.lastStatePosition = Math.max(room.lastStatePosition, event.position)
    // Membership that changed before the tail is not in the state loaded: the tail's start is a safe lower bound.
    room.lastStatePosition = Math.max(room.lastStatePosition, room.tailFrom)
  }
}

/** The depth stands in the canonical text after the content, whose own quotes are escaped. */
function depthOf(json: string): number {
  const match = /"depth":(\d+),"hashes":/.exec(json.slice(json.lastIndexOf(',"depth":')))
  return match === null ? 0 : Number(match[1])
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
    // What memory has already may be newer than what the query saw.
    if (room.members.get(row.userId) == null) room.members.set(row.userId, memberOf(row))
  }
  room.allMembersLoaded = true
}

