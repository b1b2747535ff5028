// Loading rooms from the database: many at once, three questions however many there are.
import { roomVersionRules } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import { hashForReference } from '../references.ts'
import { attachRelations, noRelations } from '../relations.ts'
import { listTailRelations } from '../relations-store.ts'
import type { LoadedRoomRow } from '../load-store.ts'
import { listLoadedRooms, listLoadedTails } from '../load-store.ts'
import { stateEntriesOf, tailOf } from '../loaded-events.ts'
import type { Room, TimelineEvent } from '../room.ts'
import { setState } from '../room.ts'
import type { RoomRow } from '../rooms-store.ts'
import { parsePdu } from '../row-mapping.ts'

/** What loading needs. */
export interface LoadDeps {
  db: Db
  clock: Clock
  /** Members of a room who have push rules of their own. */
  listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]>
}

/** One more than the tail keeps, which tells whether there is more. */
const TAIL_LOAD = 21

/** As many rooms are read at once: of many, some are unpacked while the database reads others. */
const CHUNK = 250

/** The rooms of these numbers, without their members; numbers that are none are left out. */
export async function loadRooms(deps: LoadDeps, roomNids: readonly number[]): Promise<Map<number, Room>> {
  const loaded = new Map<number, Room>()
  const chunks: Promise<void>[] = []
  for (let start = 0; start < roomNids.length; start += CHUNK) chunks.push(loadChunk(deps, loaded, roomNids.slice(start, start + CHUNK)))
  const relating = listTailRelations(deps.db, roomNids, TAIL_LOAD)
  const [relations, ruleMembers] = await Promise.all([relating, deps.listRuleMembers(roomNids), ...chunks])
  fillRelations(loaded, relations)
  for (const { roomNid, userId } of ruleMembers) loaded.get(roomNid)?.ruleMembers.add(userId)
  return loaded
}

async function loadChunk({ db, clock }: LoadDeps, loaded: Map<number, Room>, roomNids: readonly number[]): Promise<void> {
  const [rows, tails] = await Promise.all([listLoadedRooms(db, roomNids), listLoadedTails(db, roomNids, TAIL_LOAD)])
  for (const row of rows) loaded.set(row.roomNid, roomOf(row, clock.now()))
  for (const row of tails) fillTail(loaded.get(row.roomNid), tailOf(row))
}

function roomOf(row: LoadedRoomRow, now: number): Room {
  const room = emptyRoom(row, now)
  room.joinedCount = row.joined
  room.invitedCount = row.invited
  room.receiptPosition = row.receiptPosition
  for (const { type, stateKey, entry } of stateEntriesOf(row)) {
    setState(room, type, stateKey, entry)
    room.lastStatePosition = Math.max(room.lastStatePosition, entry.position)
  }
  return room
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
    lastHash: undefined,
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
    relations: noRelations(),
    ruleMembers: new Set(),
    discarded: false,
    usedAt: now,
  }
}

/** As many relations as there are events in a tail are all that the tail can have. */
function fillRelations(loaded: ReadonlyMap<number, Room>, rows: Awaited<ReturnType<typeof listTailRelations>>): void {
  for (const [roomNid, list] of Map.groupBy(rows, (row) => row.roomNid)) {
    const room = loaded.get(roomNid)
    if (room === undefined) continue
    attachRelations(room, new Map(list.map((row) => [row.position, row])))
    room.relations.hasThreads = list.some((row) => row.roomHasThreads)
  }
}

/** Gives a room its last events, oldest first, and what follows from them. */
function fillTail(room: Room | undefined, tail: TimelineEvent[]): void {
  if (room === undefined) return
  room.tail = tail
  if (tail.length === TAIL_LOAD) room.tailFrom = tail.shift()?.position ?? 0
  const last = tail.at(-1)
  if (last === undefined) return
  room.lastEventId = last.eventId
  room.lastHash = hashForReference(room.rules, () => parsePdu(last.json))
  room.depth = depthOf(last.json)
  room.notifyOrdinal = last.notifyOrdinal
  room.committedOrdinal = last.notifyOrdinal
  room.lastPosition = last.position
  room.committedPosition = last.position
  for (const event of tail) if (event.stateKey !== undefined) room.lastStatePosition = Math.max(room.lastStatePosition, event.position)
  // Membership that changed before the tail is not in the state loaded: the tail's start is a safe lower bound.
  room.lastStatePosition = Math.max(room.lastStatePosition, room.tailFrom)
}

/** The depth stands in the canonical text after the content, whose own quotes are escaped. */
function depthOf(json: string): number {
  const match = /"depth":(\d+),"(?:event_id|hashes)":/.exec(json.slice(json.lastIndexOf(',"depth":')))
  return match === null ? 0 : Number(match[1])
}
